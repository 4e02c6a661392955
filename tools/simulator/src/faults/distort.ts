import type { Surface } from "../odataPath.ts"

/** Answers that arrive, but not as they should. */

const without = (headers: Headers, ...names: ReadonlyArray<string>): Headers => {
  const kept = new Headers(headers)
  for (const name of names) kept.delete(name)
  return kept
}

/** The answer with its body cut after `bytes`, by default in the middle: malformed JSON under a good status. */
export const truncated = async (response: Response, bytes: number | undefined): Promise<Response> => {
  const body = Buffer.from(await response.arrayBuffer())
  const headers = without(response.headers, "content-length")
  if (body.length === 0) return new Response(null, { status: response.status, headers })
  return new Response(body.subarray(0, bytes ?? Math.floor(body.length / 2)), { status: response.status, headers })
}

/** An empty page whose nextLink leads to the real answer: to be had by repeating the request. */
export const emptyPage = (url: string, surface: Surface): Response => {
  const { search, pathname, origin } = new URL(url)
  const nextLink = `${origin}${pathname}${search}`
  return Response.json(
    surface === "arm"
      ? { value: [], nextLink }
      : {
          "@odata.context": "https://graph.microsoft.com/v1.0/$metadata#Collection(Edm.Untyped)",
          "@odata.nextLink": nextLink,
          value: []
        }
  )
}

/** Location and Content-Location in one of the forms that articles and tenants show. */
export const relocated = (
  response: Response,
  form: "quoted" | "slash" | "absolute" | "none",
  version: string
): Response => {
  const headers = without(response.headers, "location", "content-location")
  for (const name of ["location", "content-location"]) {
    const value = response.headers.get(name)
    if (value === null || form === "none") continue
    const slash = value.replaceAll(/\('([^']+)'\)/g, "/$1")
    headers.set(name, form === "slash" ? slash : form === "absolute" ? `${version}${value}` : value)
  }
  return new Response(response.body, { status: response.status, headers })
}
