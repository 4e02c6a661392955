import { Clock, Effect, Redacted } from "effect"
import { PageSettings, settingsOf } from "../src/page/PageSettings.ts"
import { type PageSession, sealed } from "../src/page/sign-in/PageSession.ts"
import * as Seals from "../src/sealing/Seals.ts"
import { sample, type SampleCaller, tenant } from "./sampleCallers.ts"

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

/** The Cookie header of somebody who signed in at the page. */
export const cookieOf = (who: SampleCaller): Promise<string> =>
  Effect.runPromise(
    Effect.flatMap(Clock.currentTimeMillis, (now) => sealed(sessionAt(who, now))).pipe(
      Effect.map((value) => `__Secure-incident-teams-session=${value}`),
      Effect.provideService(Seals.Seals, seals),
      Effect.provideService(PageSettings, pageSettings)
    )
  )

/** What a form that somebody was shown carries. */
export const markOf = (who: SampleCaller, use: string): string => seals.mark(`session of ${who} ${use}`)
