import { addToAll } from "../../actions/several.tsx"
import { first } from "../../console/rights.ts"
import type { State } from "../../console/State.ts"
import { ask, changed, closed, step, type Step } from "../../console/Step.ts"
import { type Binding, when } from "../../keys/Binding.ts"
import { emptyField } from "../../keys/Field.ts"
import { moves } from "../../keys/moves.ts"
import type { Typing } from "../../keys/typing.ts"
import type { Request } from "../../requests/Request.ts"
import { isFavorite, starring } from "../starring.ts"
import {
  faultsOf,
  forTeam,
  foundBy,
  isSearching,
  namedBy,
  searchFailure,
  searchOf,
  searchRequest,
  unfinishedSearch
} from "./choices.ts"
import type { Focus, Selected, TeamForm } from "./TeamForm.ts"

/** The form with other content: what is sent from now on is another request. */
const edited = (form: TeamForm, change: Partial<TeamForm>): TeamForm => ({
  ...form,
  ...change,
  edition: form.edition + 1,
  failure: undefined
})

export const requestOf = (form: TeamForm): Request => {
  const named = namedBy(form)
  const idempotencyKey = `${form.key}-${form.edition}`
  const who = {
    ...(named.people.length === 0 ? {} : { people: named.people }),
    ...(named.groups.length === 0 ? {} : { groups: named.groups })
  }
  return form.teamId === undefined
    ? {
        _tag: "CreateTeam",
        incidentId: form.incidentId,
        team: { name: form.name.text.trim(), description: form.description.text.trim(), ...who },
        idempotencyKey
      }
    : { _tag: "AddPeople", teamId: form.teamId, who, idempotencyKey }
}

/** The stops of Tab; those that have nothing in them are passed by. */
const stops = (form: TeamForm, found: number): ReadonlyArray<Focus> => [
  ...(form.teamId === undefined ? (["name", "description"] as const) : []),
  "search",
  ...(found > 0 ? (["found"] as const) : []),
  ...(form.selected.length > 0 ? (["selected"] as const) : []),
  "send"
]

const searched = (state: State, form: TeamForm): Step =>
  searchOf(form) === ""
    ? step(changed(state, { ...form, found: undefined, foundFor: "", foundAt: 0 }))
    : step(changed(state, form), { _tag: "AskSoon", request: searchRequest(form) })

export const formTyping = (state: State, form: TeamForm): Typing | undefined => {
  if (!form.ready || form.sending !== undefined) return undefined
  switch (form.focus) {
    case "name":
      return {
        into: "the name",
        field: form.name,
        change: (name) =>
          step(changed(state, name.text === form.name.text ? { ...form, name } : edited(form, { name })))
      }
    case "description":
      return {
        into: "the description",
        field: form.description,
        change: (description) =>
          step(
            changed(
              state,
              description.text === form.description.text ? { ...form, description } : edited(form, { description })
            )
          )
      }
    case "search":
      return {
        into: "the search for people and groups",
        field: form.search,
        change: (search) =>
          search.text === form.search.text
            ? step(changed(state, { ...form, search }))
            : searched(state, { ...form, search })
      }
    case "found":
    case "selected":
    case "send":
      return undefined
  }
}

/** What is left behind comes back when the form is opened again. */
const leave = (state: State, form: TeamForm): Step => {
  const after = closed(state)
  return step(
    form.teamId === undefined && form.ready ? { ...after, kept: new Map(after.kept).set(form.incidentId, form) } : after
  )
}

const send = (state: State, form: TeamForm): Step => {
  const request = requestOf(form)
  if (form.marked > 0 && request._tag === "AddPeople") return addToAll(state, request.who)
  return ask(changed(state, { ...form, sending: request, failure: undefined }), request)
}

const take = (state: State, form: TeamForm, one: Selected): Step => {
  const after = changed(
    state,
    edited(form, {
      selected: [...form.selected, one],
      search: emptyField,
      found: undefined,
      foundFor: "",
      foundAt: 0,
      focus: "search"
    })
  )
  return one.principal.kind === "group"
    ? ask(after, { _tag: "SizeGroup", groupId: one.principal.id, ...forTeam(form) })
    : step(after)
}

export const formBindings = (state: State, form: TeamForm): ReadonlyArray<Binding> => {
  const back: Binding = {
    keys: ["esc"],
    does: form.teamId === undefined ? "go back and keep the form for this incident" : "go back",
    group: "Move",
    hint: "back",
    press: () => leave(state, form)
  }
  if (!form.ready || form.sending !== undefined) return [back]
  const team = form.teamId === undefined ? undefined : state.known.teams.get(form.teamId)?.value
  const found = foundBy(form, team)
  const faults = faultsOf(form)
  const places = stops(form, found.length)
  const to = (by: number): Step => {
    const at = places.indexOf(form.focus)
    return step(changed(state, { ...form, focus: places[(at + by + places.length) % places.length] ?? "search" }))
  }
  const sends: Binding = {
    keys: form.focus === "send" ? ["ctrl+s", "enter"] : ["ctrl+s"],
    does: form.teamId === undefined ? "create the team" : `add them to ${form.marked > 0 ? "the teams" : "the team"}`,
    group: "Form",
    hint: form.teamId === undefined ? "create the team" : "add them",
    changes: true,
    refusal: first(faults.length === 0 ? undefined : faults.join(" "), unfinishedSearch(form)),
    request: requestOf(form),
    press: () => send(state, form)
  }
  return [
    ...here(state, form, found, to),
    sends,
    { keys: ["tab"], does: "go to the next field", group: "Move", hint: "next field", press: () => to(1) },
    previous(["shift+tab"], to),
    back
  ]
}

const previous = (keys: Binding["keys"], to: (by: number) => Step): Binding => ({
  keys,
  does: "go to the previous field",
  group: "Move",
  press: () => to(-1)
})

/** What works where the cursor is. */
const here = (
  state: State,
  form: TeamForm,
  found: ReturnType<typeof foundBy>,
  to: (by: number) => Step
): ReadonlyArray<Binding> => {
  switch (form.focus) {
    case "name":
    case "description":
      return [
        { keys: ["enter", "down"], does: "go to the next field", group: "Move", press: () => to(1) },
        previous(["up"], to)
      ]
    case "search":
      return [
        {
          keys: ["enter", "down"],
          does: searchOf(form) === "" ? "go to the next field" : "go to the results",
          group: "Move",
          ...(searchOf(form) === "" ? {} : { hint: "results" }),
          // Keys that are meant for the results never get as far as the button.
          refusal: isSearching(form)
            ? searchFailure(state, form) === undefined
              ? `The results for "${searchOf(form)}" aren't here yet.`
              : `The search for "${searchOf(form)}" failed.`
            : searchOf(form) !== "" && found.length === 0
              ? `No people or groups were found for "${searchOf(form)}".`
              : undefined,
          press: () => to(1)
        },
        previous(["up"], to)
      ]
    case "found":
      return foundBindings(state, form, found, to)
    case "selected":
      return selectedBindings(state, form, to)
    case "send":
      return [previous(["up", "k"], to)]
  }
}

const foundBindings = (
  state: State,
  form: TeamForm,
  found: ReturnType<typeof foundBy>,
  to: (by: number) => Step
): ReadonlyArray<Binding> => {
  const one = found[form.foundAt]
  const go = (foundAt: number): Step => step(changed(state, { ...form, foundAt }))
  return [
    ...when(form.foundAt === 0, {
      keys: ["up", "k"],
      does: "go back to the search",
      group: "Move",
      press: () => to(-1)
    }),
    ...moves({ at: form.foundAt, total: found.length, page: 5, go }),
    ...(one === undefined
      ? []
      : [
          {
            keys: ["enter", "space"],
            does: `select ${one.principal.name}`,
            group: "Form",
            hint: "select",
            refusal: first(
              one.refusal === undefined ? undefined : `${one.principal.name} can't be added: ${one.refusal}`,
              one.already === undefined ? undefined : `${one.principal.name} is already ${one.already}.`
            ),
            press: () => take(state, form, one)
          } as const
        ])
  ]
}

const selectedBindings = (state: State, form: TeamForm, to: (by: number) => Step): ReadonlyArray<Binding> => {
  const one = form.selected[form.selectedAt]
  if (one === undefined) return []
  const go = (selectedAt: number): Step => step(changed(state, { ...form, selectedAt }))
  const starred = isFavorite(state, one.principal)
  return [
    ...when(form.selectedAt === 0, previous(["up", "k"], to)),
    ...moves({ at: form.selectedAt, total: form.selected.length, page: 5, go }),
    {
      keys: ["delete", "d", "backspace"],
      does: `remove ${one.principal.name} from the selection${starred ? " but keep the favorite" : ""}`,
      group: "Form",
      hint: "remove",
      press: () => {
        const selected = form.selected.filter((other) => other !== one)
        const selectedAt = Math.max(0, Math.min(form.selectedAt, selected.length - 1))
        const focus = selected.length === 0 ? "search" : form.focus
        return step(changed(state, edited(form, { selected, selectedAt, focus })))
      }
    },
    {
      keys: ["*", "s"],
      group: "Form",
      hint: starred ? "unstar" : "star",
      ...starring(state, one.principal, " but keep the selection")
    }
  ]
}
