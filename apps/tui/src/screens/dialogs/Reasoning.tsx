import { first } from "../../console/rights.ts"
import { changed, step } from "../../console/Step.ts"
import { when } from "../../keys/Binding.ts"
import type { Field } from "../../keys/Field.ts"
import { blank } from "../../look/Line.ts"
import { prose } from "../../look/prose.ts"
import { Lines } from "../../look/Styled.tsx"
import type { Request, TeamId } from "../../requests/Request.ts"
import type { ScreenKind } from "../ScreenKind.ts"
import type { Sending } from "../Sending.ts"
import { tooLong } from "../tooLong.ts"
import { cancel, Dialog, dialogWidth, Input, Outcome, sends } from "./Dialog.tsx"

/** Why somebody asks for access, or why it is given or not. */
export interface Reasoning extends Sending {
  readonly _tag: "Reasoning"
  readonly teamId: TeamId
  readonly of:
    | { readonly _tag: "Ask" }
    | {
        readonly _tag: "Decide"
        readonly requestId: string
        readonly person: string
        readonly verdict: "approve" | "deny"
      }
  readonly field: Field
  readonly key: string
  readonly edition: number
}

const longestReason = 1_000

const requestOf = ({ teamId, of, field, key, edition }: Reasoning): Request => {
  const idempotencyKey = `${key}-${edition}`
  const reason = field.text.trim()
  return of._tag === "Ask"
    ? { _tag: "AskAccess", teamId, reason, idempotencyKey }
    : { _tag: "DecideAccess", teamId, requestId: of.requestId, verdict: of.verdict, reason, idempotencyKey }
}

const doesOf = ({ of }: Reasoning): string =>
  of._tag === "Ask" ? "request access" : `${of.verdict} ${of.person}'s request`

const titleOf = ({ of }: Reasoning): string =>
  of._tag === "Ask" ? "Request access" : `${of.verdict === "approve" ? "Approve" : "Deny"} ${of.person}'s request`

export const reasoning: ScreenKind<Reasoning> = {
  full: false,
  typing: (state, dialog) =>
    dialog.sending === undefined
      ? {
          into: "the reason",
          field: dialog.field,
          change: (field) =>
            step(
              changed(state, { ...dialog, field, edition: dialog.edition + (field.text === dialog.field.text ? 0 : 1) })
            )
        }
      : undefined,
  bindings: (state, dialog) => {
    const reason = dialog.field.text.trim()
    const does = doesOf(dialog)
    const refusal = first(
      dialog.of._tag === "Ask" && reason === "" ? "Enter a reason. The owner who decides reads it." : undefined,
      tooLong("reason", reason, longestReason)
    )
    return [
      ...when(
        dialog.sending === undefined,
        sends(state, dialog, requestOf(dialog), { keys: ["enter", "ctrl+s"], does, hint: does, refusal })
      ),
      cancel(state)
    ]
  },
  View: ({ state: { size }, screen }) => {
    const width = dialogWidth(size)
    const hint =
      screen.of._tag === "Ask"
        ? "An owner of the team reads the reason and decides."
        : "The reason is optional. It is stored in the timeline."
    return (
      <Dialog title={titleOf(screen)} size={size}>
        <Lines of={[...prose(hint, width), blank]} />
        <Input label="Reason" field={screen.field} active={screen.sending === undefined} width={width} />
        <Outcome of={screen} size={size} />
      </Dialog>
    )
  }
}
