import { randomUUID } from "node:crypto"
import type autocannon from "autocannon"

/** One kind of request, and how many of a hundred are of it. */
interface Share {
  readonly of100: number
  readonly request: () => autocannon.Request
}

const close = { status: "Closed", classification: "TruePositive", classificationReason: "SuspiciousActivity" }

/** What analysts, playbooks and pages ask for in the worst hour: mostly reads, some changes to a few teams. */
export const mixedLoad = (
  token: string,
  incidents: ReadonlyArray<string>,
  teams: ReadonlyArray<string>,
  person: string
): ReadonlyArray<autocannon.Request> => {
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" }
  let turn = 0
  const next = (from: ReadonlyArray<string>): string => from[turn++ % from.length] ?? ""
  const read = (path: () => string) => (): autocannon.Request => ({ method: "GET", path: path(), headers })
  const write = (method: "POST" | "PATCH" | "PUT" | "DELETE", path: () => string, body?: () => unknown) => () => ({
    method,
    path: path(),
    headers: { ...headers, "idempotency-key": randomUUID() },
    ...(body === undefined ? {} : { body: JSON.stringify(body()) })
  })
  const shares: ReadonlyArray<Share> = [
    { of100: 30, request: read(() => `/v1/incidents/${next(incidents)}/team`) },
    { of100: 20, request: read(() => `/v1/teams/${next(teams)}`) },
    { of100: 15, request: read(() => "/v1/teams?workspace=soc") },
    { of100: 10, request: read(() => `/v1/teams/${next(teams)}/timeline`) },
    { of100: 5, request: read(() => "/v1/incidents?workspace=soc&top=20") },
    { of100: 5, request: read(() => "/v1/favorites") },
    { of100: 4, request: write("PUT", () => `/v1/favorites/people/${person}`) },
    {
      of100: 3,
      request: write(
        "POST",
        () => `/v1/teams/${next(teams)}/people`,
        () => ({ people: [person] })
      )
    },
    {
      of100: 3,
      request: write(
        "POST",
        () => `/v1/teams/${next(teams)}/people/remove`,
        () => ({ people: [person] })
      )
    },
    {
      of100: 3,
      request: write(
        "PATCH",
        () => `/v1/incidents/${next(incidents)}`,
        () => (turn % 2 === 0 ? close : { status: "Active" })
      )
    },
    {
      of100: 2,
      request: write(
        "PATCH",
        () => `/v1/teams/${next(teams)}`,
        () => ({ name: `War room ${turn % 7}` })
      )
    }
  ]
  // Spread evenly rather than one kind after another.
  return Array.from({ length: 100 }, (_, index) => index)
    .flatMap((index) =>
      shares.filter(({ of100 }) => Math.floor(((index + 1) * of100) / 100) > Math.floor((index * of100) / 100))
    )
    .map(({ request }) => ({ setupRequest: (made) => ({ ...made, ...request() }) }))
}
