import type { State } from "../../console/State.ts"
import { opened, step, type Step } from "../../console/Step.ts"
import { when } from "../../keys/Binding.ts"
import { blank, line, span } from "../../look/Line.ts"
import { prose } from "../../look/prose.ts"
import { Lines } from "../../look/Styled.tsx"
import type { Request } from "../../requests/Request.ts"
import type { ScreenKind } from "../ScreenKind.ts"
import { type Sending, unsent } from "../Sending.ts"
import { cancel, Dialog, dialogWidth, Outcome, sends } from "./Dialog.tsx"

/** "Are you sure": what is about to happen, in words, and the request that does it. */
export interface Confirming extends Sending {
  readonly _tag: "Confirming"
  readonly title: string
  readonly words: ReadonlyArray<string>
  /** What yes does: `remove Ben Sample`. */
  readonly does: string
  readonly request: Request
}

/** Asks whether to send the request. */
export const confirm = (state: State, of: Pick<Confirming, "title" | "words" | "does" | "request">): Step =>
  step(opened(state, { _tag: "Confirming", ...of, ...unsent }))

export const confirming: ScreenKind<Confirming> = {
  full: false,
  bindings: (state, dialog) => [
    ...when(
      dialog.sending === undefined,
      sends(state, dialog, dialog.request, { keys: ["y"], does: dialog.does, hint: `yes, ${dialog.does}` })
    ),
    cancel(state, "n")
  ],
  View: ({ state: { size }, screen }) => (
    <Dialog title={screen.title} size={size}>
      <Lines
        of={[
          ...screen.words.flatMap((one) => prose(one, dialogWidth(size))),
          blank,
          line(
            span("y", { bold: true, tone: "danger", read: "y:" }),
            span(` ${screen.does}   `, { read: ` ${screen.does}, ` }),
            span("n", { bold: true, read: "n:" }),
            " cancel"
          )
        ]}
      />
      <Outcome of={screen} size={size} />
    </Dialog>
  )
}
