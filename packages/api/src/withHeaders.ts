import { HttpApiSchema } from "effect/http-api"

/** A response with headers, for endpoints that return an ETag or an operation. */
export const withHeaders = <Body, Headers>(body: Body, headers: Headers) => HttpApiSchema.withHeaders({ body, headers })
