import { keepsPromises } from "./keeps-promises.ts";

keepsPromises(501, 1000);
