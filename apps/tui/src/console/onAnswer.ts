import type { Failure } from "../requests/Failure.ts"
import { type Answer, changing, type Request } from "../requests/Request.ts"
import { drafted, searchedFor, sized } from "../screens/form/formAnswers.ts"
import type { TeamForm } from "../screens/form/TeamForm.ts"
import { openPane } from "../screens/incident/openPane.ts"
import type { Screen, SendingScreen } from "../screens/Screen.ts"
import { openSignIn } from "../screens/sign-in/signInScreen.ts"
import { doneNotice } from "./doneNotice.ts"
import { answered, failed, isAskedAgain, topicOf } from "./Exchange.ts"
import { learned } from "./Known.ts"
import { enter, missing, nextPage } from "./reading.ts"
import { reconsider } from "./reconsider.ts"
import type { State } from "./State.ts"
import { andThen, ask, noticed, step, type Step } from "./Step.ts"

/** What comes of an answer: what is known, the dialog that is done with, and what is to be read next. */
export const onAnswer = (before: State, answer: Answer): Step => {
  const again = isAskedAgain(before.exchange, answer.asked)
  const notice = doneNotice(answer)
  const known = {
    ...before,
    exchange: answered(before.exchange, answer.asked),
    known: learned(before.known, answer),
    signedOut: undefined
  }
  const done = without(known, answer.asked)
  const after = notice === undefined ? done : noticed(done, "good", notice)
  return andThen(again ? ask(after, answer.asked) : step(after), (state) => follow(state, answer))
}

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
      return enter(state, answer.told)
    case "ListIncidents":
      return nextPage(state, answer.asked, answer.told)
    case "ReadIncident":
    case "ReadDetails":
      return andThen(reconsider(state), (next) => ask(next, ...missing(next)))
    case "ReadTeam":
      return reconsider(state)
    case "ReadTimeline": {
      const { continuation } = answer.told
      return continuation === undefined ? step(state) : ask(state, { ...answer.asked, continuation })
    }
    case "DraftTeam":
      return step(
        withForms(state, (form) => (form.incidentId === answer.asked.incidentId ? drafted(form, answer.told) : form))
      )
    case "SearchPeople":
      return step(withForms(state, (form) => searchedFor(form, answer.asked.search, answer.told)))
    case "SizeGroup":
      return step(withForms(state, (form) => sized(form, answer.told)))

    case "ChangeIncident": {
      const incidentId = answer.asked.seen.id
      const touched = new Set(state.grid.touched).add(incidentId)
      const isOpen = state.above.some((screen) => "incidentId" in screen && screen.incidentId === incidentId)
      return ask(
        { ...state, grid: { ...state.grid, touched } },
        ...(isOpen ? [{ _tag: "ReadDetails", incidentId } as const] : [])
      )
    }
    case "CreateTeam": {
      const { incidentId } = answer.asked
      const { teamId, warnings } = answer.told
      const kept = new Map(state.kept)
      kept.delete(incidentId)
      const shown = withWarnings({ ...state, kept }, warnings)
      return andThen(showTeam(shown, incidentId), (next) =>
        ask(next, { _tag: "ReadIncident", incidentId }, { _tag: "ReadTeam", teamId })
      )
    }
    case "RenameTeam":
      return ask(state, { _tag: "ReadTeam", teamId: answer.asked.seen.value.id })
    case "AddPeople":
    case "RemovePeople":
    case "RetryTeam":
    case "RestoreTeam":
    case "RemakeTeam": {
      const { teamId } = answer.asked
      return ask(withWarnings(state, answer.told.warnings), { _tag: "ReadTeam", teamId })
    }
    case "AskAccess":
    case "DecideAccess": {
      const { teamId } = answer.asked
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

/** What comes of a failure: told where it was asked for, kept until it is asked again, and nothing that was typed is lost. */
export const onFailure = (before: State, request: Request, failure: Failure): Step => {
  const state: State = {
    ...before,
    exchange: failed(before.exchange, request, failure, before.now),
    signedOut: failure.kind === "signedOut" ? failure : before.signedOut
  }
  const isSender = (screen: Screen): screen is SendingScreen =>
    "sending" in screen && screen.sending !== undefined && topicOf(screen.sending) === topicOf(request)
  const sender = state.above.some(isSender)
  const told = sender
    ? {
        ...state,
        above: state.above.map((screen) => (isSender(screen) ? { ...screen, sending: undefined, failure } : screen))
      }
    : isToldInPlace(request)
      ? state
      : noticed(state, "danger", `${failure.title}: ${failure.detail} ${failure.remedy}`)
  if (failure.kind === "changed") return ask(told, ...rereads(request))
  // Before it is known who asks there is nothing else to be done here.
  const isStranger = request._tag === "Me" && failure.kind === "signedOut" && state.known.me === undefined
  return isStranger && state.above.length === 0 ? openSignIn(told) : step(told)
}

/** Reads whose failure is shown where their answer would be. */
const isToldInPlace = ({ _tag }: Request): boolean =>
  !changing.has(_tag) && _tag !== "SearchPeople" && _tag !== "SizeGroup" && _tag !== "ReadFavorites"

const rereads = (request: Request): ReadonlyArray<Request> => {
  if (request._tag === "ChangeIncident") return [{ _tag: "ReadIncident", incidentId: request.seen.id }]
  return request._tag === "RenameTeam" ? [{ _tag: "ReadTeam", teamId: request.seen.value.id }] : []
}
