declare module "dynalite" {
  import type { Server } from "node:http";
  /** `path` persists to LevelDB; without it the tables are in memory. */
  export default function dynalite(options?: {
    path?: string;
    createTableMs?: number;
    deleteTableMs?: number;
    updateTableMs?: number;
    maxItemSizeKb?: number;
  }): Server;
}
