import { describe, expect, it } from "vitest"
import { sentinel } from "../../src/arm/armTemplate.ts"
import { markOf, personCookies, publicUrl } from "../pageVisitors.ts"
import { bearerOf, isApplication, type TestCaller } from "../testTokens.ts"
import { newPlace, type Place, type Server, stateOf } from "./AuthorizationPlace.ts"
import { authorizationTable, type Row } from "./authorizationTable.ts"
import { type Caller, callers, everybody } from "./Callers.ts"

export const isArmRoute = (route: string): boolean => route.startsWith("ARM ")

const rows: ReadonlyArray<readonly [string, Row]> = Object.entries(authorizationTable).flatMap(([route, row]) =>
  (Array.isArray(row) ? row : [row]).map((one: Row) => [route, one] as const)
)

/** The request that the row makes in this place. */
const requestOf = (route: string, row: Row, place: Place) => {
  const [, arm, method = "", template = ""] = /^(ARM )?(\S+) (\S+)$/u.exec(route) ?? []
  const { params, query, body, form, marked } = { params: {}, query: "", ...row.ask?.(place) }
  const values: Readonly<Record<string, string>> = { ...place, ...params }
  const path = `${arm === undefined ? "" : sentinel}${template}`.replaceAll(/:(\w+)/gu, (_, name: string) => {
    const value = values[name]
    if (value === undefined) throw new Error(`Nothing is known for :${name}. Give ${route} a value in its row's ask.`)
    return encodeURIComponent(value)
  })
  const search = [arm === undefined ? "" : "api-version=2025-09-01", query].filter((part) => part !== "").join("&")
  return { method, path: search === "" ? path : `${path}?${search}`, body, form, marked }
}

/** How the row knows who calls: nobody signs in at the page but people. */
const proofOf = async ({ by }: Row, as: TestCaller | undefined): Promise<Record<string, string>> => {
  if (by !== "page") return as === undefined ? {} : { authorization: await bearerOf(as) }
  return as === undefined || isApplication(as) ? {} : { cookie: await personCookies(as) }
}

/** What goes along, as a script or a form on a page of ours would send it. */
const sentWith = (as: TestCaller | undefined, { body, form, marked }: ReturnType<typeof requestOf>) => {
  if (form === undefined) {
    return body === undefined ? {} : { headers: { "content-type": "application/json" }, body: JSON.stringify(body) }
  }
  const mark = marked === undefined || as === undefined || isApplication(as) ? {} : { mark: markOf(as, marked) }
  return { headers: { origin: publicUrl }, body: new URLSearchParams({ ...form, ...mark }) }
}

const expectedOf = ({ may, status = 200, by }: Row, caller: Caller): number => {
  if (may === "anybody" || may.includes(caller)) return status
  const unknown = caller === "no token" || (by === "page" && caller.startsWith("application"))
  return unknown ? 401 : 403
}

const isRefused = (status: number): boolean => status === 401 || status === 403

/** A test for each row of the chosen routes: everybody asks, and who is refused has changed nothing. */
export const testWhoMay = (server: Server, chosen: (route: string) => boolean): void => {
  const places = new Map<Row["place"], Promise<Place>>()
  /** The place where a caller asks: one for all, or one of their own if they are let through and alter it. */
  const placeOf = (row: Row, caller: Caller): Promise<Place> => {
    const { alters = false, place = newPlace } = row
    if (alters && !isRefused(expectedOf(row, caller))) return place(server)
    const found = places.get(place) ?? place(server)
    places.set(place, found)
    return found
  }

  describe("who may", () => {
    it.each(
      rows
        .filter(([route]) => chosen(route))
        .map(([route, row]) => [`${route}${row.when === undefined ? "" : `, where ${row.when}`}`, route, row] as const)
    )("%s", async (_, route, row) => {
      const answers: Array<readonly [Caller, number]> = []
      for (const caller of everybody) {
        const place = await placeOf(row, caller)
        const asked = requestOf(route, row, place)
        const before = await stateOf(server, place)
        const as = callers[caller]
        const { headers, ...content } = { headers: {}, ...sentWith(as, asked) }
        const { status, body: answer } = await server.app.request(asked.path, {
          method: asked.method,
          headers: { "sec-fetch-dest": "empty", ...headers, ...(await proofOf(row, as)) },
          ...content
        })
        await answer?.cancel()
        answers.push([caller, status])
        if (isRefused(status))
          expect(await stateOf(server, place), `${caller} was refused, and changed something`).toEqual(before)
      }
      expect(Object.fromEntries(answers)).toEqual(
        Object.fromEntries(everybody.map((caller) => [caller, expectedOf(row, caller)]))
      )
    })
  })
}
