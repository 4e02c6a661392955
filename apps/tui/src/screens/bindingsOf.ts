import { whyNotChange } from "../console/rights.ts"
import type { State } from "../console/State.ts"
import { closed, opened, step, top } from "../console/Step.ts"
import { type Binding, when } from "../keys/Binding.ts"
import { emptyField } from "../keys/Field.ts"
import type { Key } from "../keys/Key.ts"
import { typingBindings } from "../keys/typing.ts"
import { gridBindings } from "./grid/gridBindings.ts"
import type { Below } from "./ScreenKind.ts"
import { kindOf } from "./screenKinds.ts"
import { openSignIn } from "./sign-in/SignIn.tsx"
import { typingOf } from "./typingOf.ts"

/** What the keys do of the screen on top. */
const ofScreen = (state: State): ReadonlyArray<Binding> => {
  const screen = top(state)
  return screen === undefined ? gridBindings(state) : kindOf(screen).bindings(state, screen, () => below(state))
}

/** The screen under the one on top, and its keys. */
export const below = (state: State): Below => {
  const under = closed(state)
  return { state: under, bindings: bindingsOf(under), typing: typingOf(under) }
}

const callsBehind = (bindings: ReadonlyArray<Binding>) =>
  bindings.flatMap(({ does, request }) => (request === undefined ? [] : [{ does, request }]))

/** Where letters are typed, only what isn't a letter. */
const everywhere = (state: State, bindings: ReadonlyArray<Binding>, letters: boolean): ReadonlyArray<Binding> => {
  const screen = top(state)?._tag
  const behind = callsBehind(bindings)
  const [request] = behind
  const keys = (letter: Key, always: Key): Binding["keys"] => (letters ? [letter, always] : [always])
  return [
    ...when(screen !== "Help" && screen !== "CommandLine", {
      keys: keys("?", "ctrl+g"),
      does: "show every key that works here",
      group: "Everywhere",
      hint: "keys",
      word: "help",
      press: () => step(opened(state, { _tag: "Help", from: 0 }))
    }),
    ...when(letters && screen !== "CommandLine", {
      keys: [":"],
      does: "run an action by its name, or open an incident by its number",
      group: "Everywhere",
      hint: "command",
      press: () => step(opened(state, { _tag: "CommandLine", field: emptyField, at: 0, fault: undefined }))
    }),
    ...(request === undefined || screen === "Calls"
      ? []
      : [
          {
            keys: keys("x", "ctrl+x"),
            does: "show the REST calls behind these keys, to copy as curl or as a command",
            group: "Everywhere",
            word: "calls",
            press: () =>
              step(opened(state, { _tag: "Calls", behind, at: 0, details: undefined }), {
                _tag: "DescribeCall",
                request: request.request
              })
          } as const
        ]),
    ...when(state.signedOut !== undefined && screen !== "SigningIn", {
      keys: ["ctrl+l"],
      does: "sign in again",
      group: "Everywhere",
      hint: "sign in",
      press: () => openSignIn(state)
    }),
    {
      keys: ["ctrl+z"],
      does: "suspend the console; the shell's fg continues it",
      group: "Everywhere",
      word: "suspend",
      press: () => step(state, { _tag: "Suspend" })
    },
    {
      keys: letters && screen === undefined ? ["q", "ctrl+c"] : ["ctrl+c"],
      does: "quit the console",
      group: "Everywhere",
      word: "quit",
      press: () => step(state, { _tag: "Leave" })
    }
  ]
}

/** A key means one thing: the first that names it has it. */
const distinct = (bindings: ReadonlyArray<Binding>): ReadonlyArray<Binding> => {
  const taken = new Set<Key>()
  return bindings.flatMap((binding) => {
    const [first, ...rest] = binding.keys.filter((key) => !taken.has(key))
    for (const key of binding.keys) taken.add(key)
    return first === undefined ? [] : [{ ...binding, keys: [first, ...rest] as const }]
  })
}

/** Every key that works at this moment, in the order in which they are shown. */
export const bindingsOf = (state: State): ReadonlyArray<Binding> => {
  const typing = typingOf(state)
  const own = ofScreen(state)
  return distinct([
    ...own,
    ...everywhere(state, own, typing === undefined),
    ...(typing === undefined ? [] : typingBindings(typing))
  ]).map((binding) =>
    binding.changes === true && binding.refusal === undefined ? { ...binding, refusal: whyNotChange(state) } : binding
  )
}
