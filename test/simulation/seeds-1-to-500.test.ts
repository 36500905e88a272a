import { keepsPromises } from "./keeps-promises.ts";

keepsPromises(1, 500);
