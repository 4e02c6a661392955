import { classifications } from "../../classifications.ts"
import type { State } from "../../console/State.ts"
import type { Request } from "../../requests/Request.ts"
import type { SendingScreen } from "../Screen.ts"
import { choicesOf } from "./choices.ts"
import type { Closing, Reasoning, Renaming } from "./Dialogs.ts"

export const reasoningRequest = ({ teamId, of, field, key, edition }: Reasoning): Request => {
  const idempotencyKey = `${key}-${edition}`
  const reason = field.text.trim()
  return of._tag === "Ask"
    ? { _tag: "AskAccess", teamId, reason, idempotencyKey }
    : { _tag: "DecideAccess", teamId, requestId: of.requestId, verdict: of.verdict, reason, idempotencyKey }
}

export const closingRequest = ({ seen, at, comment }: Closing): Request => ({
  _tag: "ChangeIncident",
  seen,
  change: {
    status: "Closed",
    ...classifications[at]?.change,
    ...(comment.text.trim() === "" ? {} : { classificationComment: comment.text.trim() })
  }
})

export const renamingRequest = ({ seen, name, description, key, edition }: Renaming): Request => ({
  _tag: "RenameTeam",
  seen,
  name: name.text.trim(),
  description: description.text.trim(),
  idempotencyKey: `${key}-${edition}`
})

/** What a dialog sends that is about what somebody saw; undefined for one that is about nothing that could change. */
export const requestAboutSeen = (state: State, screen: SendingScreen): Request | undefined => {
  switch (screen._tag) {
    case "Closing":
      return closingRequest(screen)
    case "Renaming":
      return renamingRequest(screen)
    case "Choosing":
      return choicesOf(state, screen)[screen.at]?.request
    case "TeamForm":
    case "Confirming":
    case "Reasoning":
      return undefined
  }
}
