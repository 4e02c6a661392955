import { createHmac } from "node:crypto"

export interface SignedRequest {
  readonly key: string
  /** What to sign, if it differs from the request. */
  readonly signedPath?: string
  readonly at?: Date
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

/** Sends a request that the SDK wouldn't send, signed as "Access control on Azure Cosmos DB resources" describes. */
export const signedFetch = (method: string, url: string, request: SignedRequest): Promise<Response> => {
  const { key, at = new Date(), body, headers = {} } = request
  const segments = (request.signedPath ?? new URL(url).pathname).split("/").filter(Boolean)
  const isList = segments.length % 2 === 1
  const link = segments.slice(0, isList ? -1 : undefined).join("/")
  const date = at.toUTCString()
  const text = `${method.toLowerCase()}\n${segments.at(isList ? -1 : -2)}\n${link}\n${date.toLowerCase()}\n\n`
  const signature = createHmac("sha256", Buffer.from(key, "base64")).update(text).digest("base64")
  return fetch(url, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    headers: {
      authorization: encodeURIComponent(`type=master&ver=1.0&sig=${signature}`),
      "x-ms-date": date,
      "x-ms-version": "2020-07-15",
      ...headers
    }
  })
}
