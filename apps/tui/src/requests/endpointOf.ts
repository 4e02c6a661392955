import { type Endpoint, endpoints } from "./endpoints.ts"
import type { Request, RequestTag } from "./Request.ts"

/** The endpoint of a request or of its answer. */
export const endpointOf = ({ _tag }: { readonly _tag: RequestTag }): Endpoint<Request, unknown> =>
  // Each endpoint takes the request of its own tag: a pairing that types can't follow.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  endpoints[_tag] as unknown as Endpoint<Request, unknown>

/** Whether it changes something. */
export const isChange = (request: Request): boolean => endpointOf(request).changes
