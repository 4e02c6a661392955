import { createHmac, timingSafeEqual } from "node:crypto"

/** What an Authorization header says, once unescaped: `type=master&ver=1.0&sig=…` or `type=aad&ver=1.0&sig=…`. */
export interface Authorization {
  readonly type: string
  readonly signature: string
}

/** Undefined when there is none, or in another form. Signatures of keys are URL-encoded, bearer tokens needn't be. */
export const authorizationOf = (request: Request): Authorization | undefined => {
  const header = request.headers.get("authorization") ?? ""
  let text: string
  try {
    text = header.startsWith("type=") ? header : decodeURIComponent(header)
  } catch {
    return undefined
  }
  const match = /^type=([a-z]+)&ver=1\.0&sig=(.+)$/.exec(text)
  return match?.[1] === undefined || match[2] === undefined ? undefined : { type: match[1], signature: match[2] }
}

/** As it is when it isn't properly escaped. */
const unescaped = (segment: string): string => {
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}

/** Type and link of what a path names, as the signature covers them: `docs` and `dbs/a/colls/b/docs/c`. */
export const signedResource = (path: string): { readonly type: string; readonly link: string } => {
  const segments = path.split("/").filter(Boolean).map(unescaped)
  // A list is named by its owner's link: GET /dbs/a/colls signs `colls` and `dbs/a`.
  const isList = segments.length % 2 === 1
  return {
    type: segments.at(isList ? -1 : -2) ?? "",
    link: segments.slice(0, isList ? -1 : undefined).join("/")
  }
}

/** The text that a key signs: "Access control on Azure Cosmos DB resources". */
export const stringToSign = (request: Request): string => {
  const { type, link } = signedResource(new URL(request.url).pathname)
  const date = request.headers.get("x-ms-date") ?? ""
  const plain = request.headers.get("date") ?? ""
  return `${request.method.toLowerCase()}\n${type.toLowerCase()}\n${link}\n${date.toLowerCase()}\n${date === "" ? plain.toLowerCase() : ""}\n`
}

/** Whether `signature` is the key's over `text`. */
export const isSignedBy = (key: string, text: string, signature: string): boolean => {
  const expected = createHmac("sha256", Buffer.from(key, "base64")).update(text).digest()
  const given = Buffer.from(signature, "base64")
  return given.length === expected.length && timingSafeEqual(given, expected)
}
