import { HttpApiSchema } from "effect/http-api"

/** An answer with headers of its own, as endpoints with an ETag or an operation give it. */
export const withHeaders = <Body, Headers>(body: Body, headers: Headers) => HttpApiSchema.withHeaders({ body, headers })
