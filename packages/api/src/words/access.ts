import type { AccessDenialView } from "../teams/AccessRequestView.ts"
import { sentence } from "./phrase.ts"

/** `Ben Sample denied your request: Ask tier 2.` */
export const denialSentence = ({ by, reason }: Pick<AccessDenialView, "by" | "reason">): string => {
  const who = by.kind === "system" ? "Incident Teams" : by.name
  return `${who} denied your access request${reason === undefined ? "." : `: ${sentence(reason)}`}`
}
