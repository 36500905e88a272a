// By itself, as a function that only asks whose a row is shall not hold the routes and their schemas.

/** Whether a watchlist, subscriber or endpoint is a canary's, by its id: nobody made it, and it goes by itself. */
export const isCanarys = ({ id }: { id: string }): boolean => id.startsWith("canary-");

/** What is made for a canary, and goes with it. */
export const canarysIds = ({ id }: { id: string }) => ({ watchlistId: `canary-${id}`, readerId: `canary-${id}` });
