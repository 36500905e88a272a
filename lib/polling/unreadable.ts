export interface Unreadable {
  kind: "unreadable";
  reason: string;
}

/** The outcome that says what was expected and what came. */
export const unreadable = (came: string, contentType: string | null = null): Unreadable => ({
  kind: "unreadable",
  reason: `expected a feed (RSS, RDF, Atom or JSON Feed), got ${came}${contentType ? ` (Content-Type ${contentType})` : ""}`,
});
