import * as z from "zod";

const expected = "a time of day from 00:00 to 23:59, such as 08:00";

/** A time of day by the clocks of some zone, to the minute. */
export const timeOfDay = z.string(expected).regex(/^([01]\d|2[0-3]):[0-5]\d$/, expected);
