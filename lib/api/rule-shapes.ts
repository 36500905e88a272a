import * as z from "zod";
import type { Kind, Stage } from "../tieups/tie-up.ts";

// Records, so that a new kind or stage can't be forgotten here.
const kinds: Record<Kind, 1> = { cooperation: 1, "joint-venture": 1, supply: 1, licensing: 1, stake: 1, merger: 1 };
const stages: Record<Stage, 1> = { rumoured: 1, agreed: 1, expanded: 1, active: 1, ended: 1, denied: 1 };
export const kindShape = z.enum(Object.keys(kinds) as Kind[]);
export const stageShape = z.enum(Object.keys(stages) as Stage[]);
