import { Clock, Effect, Redacted } from "effect"
import { PageSettings, settingsOf } from "../src/page/PageSettings.ts"
import { type PageSession, sealed } from "../src/page/sign-in/PageSession.ts"
import { sealedTokens } from "../src/page/sign-in/personSession.ts"
import * as Seals from "../src/sealing/Seals.ts"
import { sample, type SampleCaller, tenant } from "./sampleCallers.ts"
import { tokenOf } from "./testTokens.ts"

export const publicUrl = "https://teams.test"
export const pageSettings = settingsOf({ publicUrl, withApp: false })
export const seals = Seals.make(Redacted.make("nothing but the tests' own secret"))

const hour = 3_600_000

/** Somebody's session at the page, the same each time but for its end. */
export const sessionAt = (who: SampleCaller, now: number): PageSession => ({
  caller: { _tag: "User", id: sample[who].id, name: sample[who].name },
  tenant,
  id: `session of ${who}`,
  expiresAt: now + hour
})

const name = "__Secure-incident-teams"

/** The Cookie header of somebody who signed in at the page. */
export const cookieOf = (who: SampleCaller): Promise<string> =>
  Effect.runPromise(
    Effect.gen(function* () {
      const session = sessionAt(who, yield* Clock.currentTimeMillis)
      return `${name}-session=${yield* sealed(session)}`
    }).pipe(Effect.provideService(Seals.Seals, seals), Effect.provideService(PageSettings, pageSettings))
  )

/** The cookies of somebody's tokens, which go with those of the session. `access`: another token than a good one. */
export const tokenCookiesOf = (who: SampleCaller, access?: string, refresh?: string): Promise<string> =>
  Effect.runPromise(
    Effect.gen(function* () {
      const session = sessionAt(who, yield* Clock.currentTimeMillis)
      const token = access ?? (yield* Effect.promise(() => tokenOf(who)))
      const tokens = {
        access: Redacted.make(token),
        ...(refresh === undefined ? {} : { refresh: Redacted.make(refresh) })
      }
      return `${name}-token-0=${(yield* sealedTokens(session, tokens, false)).sealed}`
    }).pipe(Effect.provideService(Seals.Seals, seals))
  )

/** Both: what a browser sends of somebody who may act. */
export const personCookies = async (who: SampleCaller): Promise<string> =>
  `${await cookieOf(who)}; ${await tokenCookiesOf(who)}`

/** What a form that somebody was shown carries. */
export const markOf = (who: SampleCaller, use: string): string => seals.mark(`session of ${who} ${use}`)
