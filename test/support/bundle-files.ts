import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";

/** A bundle's code and data, without source maps. */
export const filesIn = (folder: string): string[] => readdirSync(folder).filter((file) => !file.endsWith(".map"));

/** How many bytes a bundle has, code and data, without source maps. */
export const bundleBytes = (folder: string): number =>
  filesIn(folder).reduce((sum, file) => sum + statSync(join(folder, file)).size, 0);
