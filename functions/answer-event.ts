import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from "aws-lambda";
import type { Hono } from "hono";
import { handle } from "hono/aws-lambda";

/** What a `Request` can't be made with (Fetch standard, §2.2.1, "forbidden method"). No route has them. */
const forbidden = new Set(["TRACE", "TRACK", "CONNECT"]);
/** No route has this one either, so that it is refused in the same way. */
const stand = "OPTIONS";

/**
 * Answers requests of an HTTP API (payload format 2.0) by the app. Where a `Request` could not be made of one, so that Hono would
 * log its stack and answer 400, the app is asked all the same: for the refusal of a method, and without the body of a GET or HEAD,
 * which has no meaning (RFC 9110 §9.3.1).
 */
export function answerEvent(app: Hono) {
  const answer = handle(app) as unknown as (
    event: APIGatewayProxyEventV2,
    context?: Context,
  ) => Promise<APIGatewayProxyStructuredResultV2>;
  return async (event: APIGatewayProxyEventV2, context?: Context): Promise<APIGatewayProxyStructuredResultV2> => {
    const { method } = event.requestContext.http;
    if (forbidden.has(method.toUpperCase())) {
      const refused = await answer(asked(event, stand), context);
      return { ...refused, body: refused.body?.replace(`got ${stand}`, `got ${method}`) ?? "" };
    }
    return answer(method === "GET" || method === "HEAD" ? asked(event, method) : event, context);
  };
}

/** The event without a body and with this method. */
function asked({ body: _, ...event }: APIGatewayProxyEventV2, method: string): APIGatewayProxyEventV2 {
  const { requestContext } = event;
  return { ...event, requestContext: { ...requestContext, http: { ...requestContext.http, method } } };
}
