import type { Intent } from "../../console/Intent.ts"
import type { State } from "../../console/State.ts"
import { changed, closed, opened, step, type Step } from "../../console/Step.ts"
import { type Binding, when } from "../../keys/Binding.ts"
import { blank, type Line, line, span } from "../../look/Line.ts"
import { prose } from "../../look/prose.ts"
import { Lines } from "../../look/Styled.tsx"
import type { Failure } from "../../requests/Failure.ts"
import { Dialog, dialogWidth } from "../dialogs/Dialog.tsx"
import { failureLines } from "../failureLines.ts"
import type { ScreenKind } from "../ScreenKind.ts"

/** Somebody signs in with a device code: in a browser, on whatever device. */
export interface SigningIn {
  readonly _tag: "SigningIn"
  /** Where to go and what to enter there; undefined until Entra has said. */
  readonly address: string | undefined
  readonly code: string | undefined
  readonly failure: Failure | undefined
}

const asking: SigningIn = { _tag: "SigningIn", address: undefined, code: undefined, failure: undefined }

/** With what a policy demands, if that is why. */
const signIn = ({ signedOut }: State): Intent => ({ _tag: "SignIn", claims: signedOut?.claims })

export const openSignIn = (state: State): Step => step(opened(state, asking), signIn(state))

const bindings = (state: State, { address, code, failure }: SigningIn): ReadonlyArray<Binding> => [
  ...(address === undefined || code === undefined
    ? []
    : [
        {
          keys: ["b"],
          does: "open the address in a browser",
          group: "Form",
          hint: "browser",
          press: () => step(state, { _tag: "Open", url: address, what: "the sign-in" })
        } as const,
        {
          keys: ["y"],
          does: "copy the code",
          group: "Form",
          hint: "copy the code",
          press: () => step(state, { _tag: "Copy", text: code, what: "the code" })
        } as const
      ]),
  ...when(failure !== undefined, {
    keys: ["enter"],
    does: "try again",
    group: "Form",
    hint: "try again",
    press: () => step(changed(state, asking), signIn(state))
  }),
  { keys: ["esc"], does: "go back without signing in", group: "Move", hint: "back", press: () => step(closed(state)) }
]

const words = (state: State, { address, code, failure }: SigningIn, width: number): ReadonlyArray<Line> => {
  if (failure !== undefined) return failureLines(failure, width)
  if (address === undefined || code === undefined)
    return prose("Contacting Microsoft Entra …", width, { tone: "muted" })
  return [
    ...(state.signedOut?.claims === undefined
      ? []
      : [...prose("A policy demands more than your last sign-in, such as multifactor authentication.", width), blank]),
    ...prose(`To sign in to ${new URL(state.server).host}, open`, width),
    blank,
    line(span(`  ${address}`, { tone: "accent", bold: true })),
    blank,
    ...prose("in a browser, on this device or another one, and enter", width),
    blank,
    line(span(`  ${code}`, { bold: true })),
    blank,
    ...prose("The console continues automatically once you have signed in.", width, { tone: "muted" })
  ]
}

export const signingIn: ScreenKind<SigningIn> = {
  full: false,
  bindings,
  View: ({ state, screen }) => (
    <Dialog title="Sign in" size={state.size}>
      <Lines of={words(state, screen, dialogWidth(state.size))} />
    </Dialog>
  )
}
