import type { AccessDenialView } from "@incident-teams/api/teams/AccessRequestView"
import { denialSentence } from "@incident-teams/api/words/access"
import { lastingOf } from "./agoOf.ts"

/** `Ben Sample denied your access request: Ask tier 2. You can request access again in 42 min 10 s.` */
export const denialWords = (denied: AccessDenialView, now: number): string => {
  const { askAgainAt } = denied
  const when = askAgainAt > now ? ` in ${lastingOf(askAgainAt - now)}` : ""
  return `${denialSentence(denied)} You can request access again${when}.`
}
