import { Exit } from "effect"
import { describe, expect, it } from "vitest"
import { administrated, left } from "../testing/administrated.ts"
import type { Sending } from "../testing/administratorUnderTest.ts"

/** The process ends at its nth write: before the request is sent, or before its answer arrives. */
const endingAt = (
  nth: number,
  when: "before" | "after"
): { readonly sending: Sending; readonly ended: () => boolean } => {
  let writes = 0
  const sending: Sending = async ({ method }, send) => {
    if (method === "GET") return send()
    writes += 1
    if (writes < nth) return send()
    if (writes === nth && when === "after") await send()
    throw new Error("The process has ended.")
  }
  return { sending, ended: () => writes >= nth }
}

/** How many writes a whole run needs at most. */
const most = 60

describe.each(["before", "after"] as const)("a setup that is ended %s a write takes effect", (when) => {
  it.each(["secret", "certificate"] as const)(
    "is finished by the next run, with one %s and nothing twice, whichever write it was",
    async (credential) => {
      for (let nth = 1; nth <= most; nth += 1) {
        const { tenant, choices, run, succeed, settings } = await administrated()
        const chosen = { choices: { ...choices, credential } }
        const { sending, ended } = endingAt(nth, when)
        const first = await run(chosen, sending)
        if (!ended()) {
          expect(Exit.isSuccess(first)).toBe(true)
          expect(nth).toBeGreaterThan(15)
          return
        }
        const { end } = await succeed(chosen)
        expect(left(end), `after write ${nth}`).toEqual([])
        const { AZURE_CLIENT_ID: appId, AZURE_CLIENT_SECRET: secret } = settings()
        const { value } = await tenant.control("GET", "/applications")
        const own = value.filter(({ registration }: { readonly registration?: object }) => registration !== undefined)
        expect(own.length).toBe(2)
        const server = own.find((one: { readonly appId: string }) => one.appId === appId)
        const { passwords, keys = [] } = server.registration
        expect(keys.length).toBe(credential === "certificate" ? 1 : 0)
        expect(passwords.map(({ secretText }: { readonly secretText: string }) => secretText)).toEqual(
          credential === "secret" ? [secret] : []
        )
      }
      throw new Error(`More than ${most} writes are needed.`)
    }
  )
})
