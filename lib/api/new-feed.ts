import * as z from "zod";
import type { Feed } from "../polling/item.ts";
import { deriveId } from "./derive-id.ts";

/** Minutes between polls where nobody says. */
export const intervalDefault = 5;
export const titleCharsMax = 200;
/** A title that somebody chooses. */
export const feedTitle = z.string().trim().min(1).max(titleCharsMax);

/** The feed as it is first stored. Its id follows from owner and address, so that adding it again finds it. */
export function newFeed(owner: string, url: string, title: string, intervalMinutes = intervalDefault): Feed {
  return { id: deriveId(owner, "feed", url), owner, url, title, intervalMinutes, paused: false };
}

/** A title that stands in some document, as we store it; the host's name where there is none. */
export const titleFrom = (written: string, url: string): string =>
  written.slice(0, titleCharsMax).toWellFormed().trim() || new URL(url).hostname;
