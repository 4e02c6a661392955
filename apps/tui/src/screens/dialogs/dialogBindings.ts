import { classifications } from "../../classifications.ts"
import { first } from "../../console/rights.ts"
import type { State } from "../../console/State.ts"
import { ask, changed, closed, step, type Step } from "../../console/Step.ts"
import type { Binding } from "../../keys/Binding.ts"
import { moves } from "../../keys/moves.ts"
import type { Typing } from "../../keys/typing.ts"
import type { Request } from "../../requests/Request.ts"
import type { SendingScreen } from "../Screen.ts"
import { choicesOf } from "./choices.ts"
import { closingRequest, reasoningRequest, renamingRequest } from "./dialogRequests.ts"
import type { Choosing, Closing, Confirming, Reasoning, Renaming } from "./Dialogs.ts"

const send = (state: State, dialog: SendingScreen, request: Request): Step =>
  ask(changed(state, { ...dialog, sending: request, failure: undefined, since: [] }), request)

const cancel = (state: State, ...more: ReadonlyArray<string>): Binding => ({
  keys: ["esc", ...more],
  does: "cancel",
  group: "Form",
  hint: "cancel",
  press: () => step(closed(state))
})

export const confirmingBindings = (state: State, dialog: Confirming): ReadonlyArray<Binding> => [
  ...(dialog.sending === undefined
    ? [
        {
          keys: ["y"],
          does: dialog.does,
          group: "Form",
          hint: `yes, ${dialog.does}`,
          changes: true,
          request: dialog.request,
          press: () => send(state, dialog, dialog.request)
        } as const
      ]
    : []),
  cancel(state, "n")
]

const longestReason = 1_000

export const reasoningTyping = (state: State, dialog: Reasoning): Typing | undefined =>
  dialog.sending === undefined
    ? {
        into: "the reason",
        field: dialog.field,
        change: (field) =>
          step(
            changed(state, { ...dialog, field, edition: dialog.edition + (field.text === dialog.field.text ? 0 : 1) })
          )
      }
    : undefined

export const reasoningBindings = (state: State, dialog: Reasoning): ReadonlyArray<Binding> => {
  const { of, field } = dialog
  const request = reasoningRequest(dialog)
  const does =
    of._tag === "Ask"
      ? "request access"
      : of.verdict === "approve"
        ? `approve ${of.person}'s request`
        : `deny ${of.person}'s request`
  return [
    ...(dialog.sending === undefined
      ? [
          {
            keys: ["enter", "ctrl+s"],
            does,
            group: "Form",
            hint: does,
            changes: true,
            refusal: first(
              of._tag === "Ask" && field.text.trim() === ""
                ? "Enter a reason. The owner who decides reads it."
                : undefined,
              field.text.trim().length > longestReason
                ? `The reason has ${field.text.trim().length} characters; at most ${longestReason} are allowed.`
                : undefined
            ),
            request,
            press: () => send(state, dialog, request)
          } as const
        ]
      : []),
    cancel(state)
  ]
}

export const renamingTyping = (state: State, dialog: Renaming): Typing | undefined => {
  if (dialog.sending !== undefined) return undefined
  const { focus } = dialog
  return {
    into: `the ${focus}`,
    field: dialog[focus],
    change: (field) =>
      step(
        changed(state, {
          ...dialog,
          [focus]: field,
          edition: dialog.edition + (field.text === dialog[focus].text ? 0 : 1)
        })
      )
  }
}

export const renamingBindings = (state: State, dialog: Renaming): ReadonlyArray<Binding> => {
  const name = dialog.name.text.trim()
  const description = dialog.description.text.trim()
  const request = renamingRequest(dialog)
  const other = dialog.focus === "name" ? "description" : "name"
  return [
    ...(dialog.sending === undefined
      ? [
          {
            keys: ["enter", "ctrl+s"],
            does: "save the name and the description",
            group: "Form",
            hint: "save",
            changes: true,
            refusal: first(
              name === "" ? "The team needs a name." : undefined,
              name.length > 256 ? `The name has ${name.length} characters; at most 256 are allowed.` : undefined,
              description.length > 1_024
                ? `The description has ${description.length} characters; at most 1024 are allowed.`
                : undefined
            ),
            request,
            press: () => send(state, dialog, request)
          } as const,
          {
            keys: ["tab", "shift+tab", "down", "up"],
            does: `go to the ${other}`,
            group: "Move",
            hint: other,
            press: () => step(changed(state, { ...dialog, focus: other }))
          } as const
        ]
      : []),
    cancel(state)
  ]
}

export const closingTyping = (state: State, dialog: Closing): Typing | undefined =>
  dialog.focus === "comment" && dialog.sending === undefined
    ? {
        into: "the comment",
        field: dialog.comment,
        change: (comment) => step(changed(state, { ...dialog, comment }))
      }
    : undefined

export const closingBindings = (state: State, dialog: Closing): ReadonlyArray<Binding> => {
  const request = closingRequest(dialog)
  const other = dialog.focus === "comment" ? "classification" : "comment"
  const go = (at: number): Step => step(changed(state, { ...dialog, at }))
  if (dialog.sending !== undefined) return [cancel(state)]
  return [
    {
      keys: ["ctrl+s", "enter"],
      does: "close the incident with this classification and archive its team",
      group: "Form",
      hint: "close",
      changes: true,
      request,
      press: () => send(state, dialog, request)
    },
    ...(dialog.focus === "classification"
      ? moves({ at: dialog.at, total: classifications.length, page: classifications.length, go })
      : []),
    {
      keys: ["tab", "shift+tab"],
      does: `go to the ${other}`,
      group: "Move",
      hint: other,
      press: () => step(changed(state, { ...dialog, focus: other }))
    },
    cancel(state)
  ]
}

export const choosingBindings = (state: State, dialog: Choosing): ReadonlyArray<Binding> => {
  const choices = choicesOf(state, dialog)
  const choice = choices[dialog.at]
  const go = (at: number): Step => step(changed(state, { ...dialog, at }))
  if (dialog.sending !== undefined) return [cancel(state)]
  return [
    ...moves({ at: dialog.at, total: choices.length, page: choices.length, go }),
    ...(choice === undefined
      ? []
      : [
          {
            keys: ["enter"],
            does: `choose ${choice.words}`,
            group: "Form",
            hint: "choose",
            changes: choice.request !== undefined,
            request: choice.request,
            press: choice.choose
          } as const
        ]),
    cancel(state)
  ]
}
