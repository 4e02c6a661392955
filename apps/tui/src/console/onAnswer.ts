import type { Failure } from "../requests/Failure.ts"
import { type Answer, changing, type Request } from "../requests/Request.ts"
import { drafted, searchedFor, sized } from "../screens/form/formAnswers.ts"
import type { TeamForm } from "../screens/form/TeamForm.ts"
import { openPane } from "../screens/incident/openPane.ts"
import type { Screen, SendingScreen } from "../screens/Screen.ts"
import { openSignIn } from "../screens/sign-in/SignIn.tsx"
import { doneNotice } from "./doneNotice.ts"
import { answered, failed, isAskedAgain, topicOf } from "./Exchange.ts"
import { learned } from "./Known.ts"
import { enter, missing, nextPage } from "./reading.ts"
import { reconsider } from "./reconsider.ts"
import type { State } from "./State.ts"
import { andThen, ask, noticed, step, type Step } from "./Step.ts"

/** What comes of an answer: what is known, the dialog that is done with, and what is to be read next. */
export const onAnswer = (before: State, answer: Answer): Step => {
  const again = isAskedAgain(before.exchange, answer.request)
  const notice = doneNotice(answer)
  const known = {
    ...before,
    exchange: answered(before.exchange, answer.request),
    known: learned(before.known, answer),
    signedOut: isStillChallenged(before, answer.request) ? before.signedOut : undefined
  }
  const done = without(known, answer.request)
  const after = notice === undefined ? done : noticed(done, "good", notice)
  return andThen(again ? ask(after, answer.request) : step(after), (state) => follow(state, answer))
}

/** A policy demanded more for another request than for this one, as for a change and not for a read. */
const isStillChallenged = ({ signedOut, exchange }: State, request: Request): boolean =>
  signedOut?.claims !== undefined &&
  !changing.has(request._tag) &&
  exchange.failed.get(topicOf(request))?.failure.claims === undefined

/** The dialog that sent it is done with. */
const without = (state: State, request: Request): State =>
  changing.has(request._tag)
    ? { ...state, above: state.above.filter((screen) => !("sending" in screen && screen.sending === request)) }
    : state

const withForms = (state: State, change: (form: TeamForm) => TeamForm): State => ({
  ...state,
  above: state.above.map((screen) => (screen._tag === "TeamForm" ? change(screen) : screen))
})

const follow = (state: State, answer: Answer): Step => {
  switch (answer._tag) {
    case "Me":
      return enter(state, answer.result)
    case "ListIncidents":
      return nextPage(state, answer.request, answer.result)
    case "ReadIncident":
    case "ReadDetails":
      return andThen(reconsider(state), (next) => ask(next, ...missing(next)))
    case "ReadTeam":
      return reconsider(state)
    case "ReadTimeline": {
      const { continuation } = answer.result
      return continuation === undefined ? step(state) : ask(state, { ...answer.request, continuation })
    }
    case "DraftTeam":
      return step(
        withForms(state, (form) =>
          form.incidentId === answer.request.incidentId ? drafted(form, answer.result) : form
        )
      )
    case "SearchPeople":
      return step(withForms(state, (form) => searchedFor(form, answer.request.search, answer.result)))
    case "SizeGroup":
      return step(withForms(state, (form) => sized(form, answer.result)))

    case "ChangeIncident": {
      const incidentId = answer.request.seen.id
      const touched = new Set(state.grid.touched).add(incidentId)
      const isOpen = state.above.some((screen) => "incidentId" in screen && screen.incidentId === incidentId)
      return ask(
        { ...state, grid: { ...state.grid, touched } },
        ...(isOpen ? [{ _tag: "ReadDetails", incidentId } as const] : [])
      )
    }
    case "CreateTeam": {
      const { incidentId } = answer.request
      const { teamId, warnings } = answer.result
      const kept = new Map(state.kept)
      kept.delete(incidentId)
      const shown = withWarnings({ ...state, kept }, warnings)
      return andThen(showTeam(shown, incidentId), (next) =>
        ask(next, { _tag: "ReadIncident", incidentId }, { _tag: "ReadTeam", teamId })
      )
    }
    case "RenameTeam":
      return ask(state, { _tag: "ReadTeam", teamId: answer.request.seen.value.id })
    case "AddPeople":
    case "RemovePeople": {
      const { teamId } = answer.request
      const warned = withWarnings(state, answer.result.warnings)
      // Someone who was added needs no decision, and no way in.
      return ask(warned, { _tag: "ReadAccessRequests", teamId }, { _tag: "ReadTeam", teamId })
    }
    case "RetryTeam":
    case "RestoreTeam":
    case "RemakeTeam": {
      const { teamId } = answer.request
      return ask(withWarnings(state, answer.result.warnings), { _tag: "ReadTeam", teamId })
    }
    case "AskAccess":
    case "DecideAccess": {
      const { teamId } = answer.request
      return ask(state, { _tag: "ReadAccessRequests", teamId }, { _tag: "ReadTeam", teamId })
    }
    case "ReadAccessRequests":
    case "ReadFavorites":
    case "Star":
    case "Unstar":
      return step(state)
  }
}

const withWarnings = (
  state: State,
  warnings: ReadonlyArray<{ readonly person: { readonly name: string }; readonly problem: string }> | undefined
): State =>
  warnings === undefined || warnings.length === 0
    ? state
    : noticed(state, "warning", warnings.map(({ person, problem }) => `${person.name}: ${problem}`).join(" "))

/** The team's section of the incident's pane: there its progress is to be seen. */
const showTeam = (state: State, incidentId: Extract<Screen, { _tag: "IncidentPane" }>["incidentId"]): Step => {
  const isOpen = state.above.some((screen) => screen._tag === "IncidentPane" && screen.incidentId === incidentId)
  if (!isOpen) return openPane(state, incidentId, "Team")
  return step({
    ...state,
    above: state.above.map((screen) =>
      screen._tag === "IncidentPane" && screen.incidentId === incidentId
        ? { ...screen, section: "Team", at: 0 }
        : screen
    )
  })
}

/** What comes of a failure: it is shown where the request was made, and nothing that was typed is lost. */
export const onFailure = (before: State, request: Request, failure: Failure): Step => {
  const state: State = {
    ...before,
    exchange: failed(before.exchange, request, failure, before.now),
    signedOut: failure.kind === "signedOut" ? failure : before.signedOut
  }
  const isSender = (screen: Screen): screen is SendingScreen =>
    "sending" in screen && screen.sending !== undefined && topicOf(screen.sending) === topicOf(request)
  const sender = state.above.some(isSender)
  const after = sender
    ? {
        ...state,
        above: state.above.map((screen) => (isSender(screen) ? { ...screen, sending: undefined, failure } : screen))
      }
    : isShownInPlace(request)
      ? state
      : noticed(state, "danger", `${failure.title}: ${failure.detail} ${failure.remedy}`)
  if (failure.kind === "changed") return ask(after, ...rereads(request))
  // Before it is known who asks there is nothing else to be done here.
  const isStranger = request._tag === "Me" && failure.kind === "signedOut" && state.known.me === undefined
  return isStranger && state.above.length === 0 ? openSignIn(after) : step(after)
}

/** Reads whose failure is shown where their answer would be. */
const isShownInPlace = ({ _tag }: Request): boolean =>
  !changing.has(_tag) && _tag !== "SearchPeople" && _tag !== "SizeGroup" && _tag !== "ReadFavorites"

const rereads = (request: Request): ReadonlyArray<Request> => {
  if (request._tag === "ChangeIncident") return [{ _tag: "ReadIncident", incidentId: request.seen.id }]
  return request._tag === "RenameTeam" ? [{ _tag: "ReadTeam", teamId: request.seen.value.id }] : []
}
