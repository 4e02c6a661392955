import { settledItem, type Several } from "../actions/several.tsx"
import { endpointOf, isChange } from "../requests/endpointOf.ts"
import { type Failure, wrongOf } from "../requests/Failure.ts"
import type { Answer, AnswerOf, IncidentId, Request, RequestTag } from "../requests/Request.ts"
import { drafted, searchedFor, sized } from "../screens/form/formAnswers.ts"
import type { TeamForm } from "../screens/form/TeamForm.ts"
import { openPane } from "../screens/incident/openPane.ts"
import type { Screen, SendingScreen } from "../screens/Screen.ts"
import { kindOf } from "../screens/screenKinds.ts"
import { openSignIn } from "../screens/sign-in/SignIn.tsx"
import { answered, failed, isAskedAgain, topicOf } from "./Exchange.ts"
import { learned } from "./Known.ts"
import { enter, missing, nextPage, resume } from "./reading.ts"
import type { State } from "./State.ts"
import { andThen, ask, noticed, step, type Step } from "./Step.ts"

/** What comes of an answer: what is known, the dialog that is done with, and what is to be read next. */
export const onAnswer = (before: State, answer: Answer): Step => {
  const again = isAskedAgain(before.exchange, answer.request)
  const notice = endpointOf(answer).done?.(answer.request, answer.result)
  const known = {
    ...before,
    exchange: answered(before.exchange, answer.request),
    known: learned(before.known, answer),
    signedOut: isStillChallenged(before, answer.request) ? before.signedOut : undefined
  }
  const done = without(known, answer.request)
  const after = notice === undefined ? done : noticed(done, "good", notice)
  return [(state: State) => follow(state, answer), resume].reduce(
    andThen,
    again ? ask(after, answer.request) : step(after)
  )
}

/** A policy demanded more for another request than for this one, as for a change and not for a read. */
const isStillChallenged = ({ signedOut, exchange }: State, request: Request): boolean =>
  signedOut?.claims !== undefined &&
  !isChange(request) &&
  exchange.failed.get(topicOf(request))?.failure.claims === undefined

/** The dialog that sent it is done with. */
const without = (state: State, request: Request): State =>
  isChange(request)
    ? {
        ...state,
        above: state.above
          .filter((screen) => !("sending" in screen && screen.sending === request))
          .map((screen) => (screen._tag === "Several" ? settledItem(screen, request, "done") : screen))
      }
    : state

const withForms = (state: State, change: (form: TeamForm) => TeamForm): State => ({
  ...state,
  above: state.above.map((screen) => (screen._tag === "TeamForm" ? change(screen) : screen))
})

/**
 * A dialog came too late for what it had seen. If nothing that matters to it has changed, it is sent again about what is
 * there now; otherwise it says what has, and leaves it to the person.
 */
const reconsider = (state: State): Step =>
  state.above.reduce<Step>((before, screen, at) => {
    const isOvertaken = "sending" in screen && screen.failure?.kind === "changed"
    const latest = isOvertaken ? kindOf<Screen>(screen).overtaken?.(state, screen) : undefined
    if (latest === undefined || !("since" in latest.screen)) return before
    const request = latest.screen.since.length === 0 ? latest.request : undefined
    const anew = request === undefined ? latest.screen : { ...latest.screen, sending: request, failure: undefined }
    const put = (next: State): State => ({
      ...next,
      above: next.above.map((one, index) => (index === at ? anew : one))
    })
    return andThen(before, (next) => (request === undefined ? step(put(next)) : ask(put(next), request)))
  }, step(state))

/** What is done after an answer that leads on; after all others, `followChange`. */
const followers: { readonly [Tag in RequestTag]?: (state: State, answer: AnswerOf<Tag>) => Step } = {
  Me: (state, { result }) => enter(state, result),
  ListIncidents: (state, { request, result }) => nextPage(state, request, result),
  ReadIncident: (state) => andThen(reconsider(state), (next) => ask(next, ...missing(next))),
  ReadDetails: (state) => andThen(reconsider(state), (next) => ask(next, ...missing(next))),
  ReadTeam: reconsider,
  ReadTimeline: (state, { request, result: { continuation } }) =>
    continuation === undefined ? step(state) : ask(state, { ...request, continuation }),
  ReadAccessRequests: (state) => step(state),
  DraftTeam: (state, { request, result }) =>
    step(withForms(state, (form) => (form.incidentId === request.incidentId ? drafted(form, result) : form))),
  SearchPeople: (state, { request, result }) =>
    step(withForms(state, (form) => searchedFor(form, request.search, result))),
  SizeGroup: (state, { result }) => step(withForms(state, (form) => sized(form, result))),
  ChangeIncident: (state, { request }) => {
    const incidentId = request.seen.id
    const touched = new Set(state.grid.touched).add(incidentId)
    const isOpen = state.above.some((screen) => "incidentId" in screen && screen.incidentId === incidentId)
    return ask(
      { ...state, grid: { ...state.grid, touched } },
      ...(isOpen ? [{ _tag: "ReadDetails", incidentId } as const] : [])
    )
  },
  CreateTeam: (state, { request: { incidentId }, result: { teamId, warnings } }) => {
    const kept = new Map(state.kept)
    kept.delete(incidentId)
    const shown = withWarnings({ ...state, kept }, warnings)
    return andThen(showTeam(shown, incidentId), (next) =>
      ask(next, { _tag: "ReadIncident", incidentId }, { _tag: "ReadTeam", teamId })
    )
  },
  RenameTeam: (state, { request }) => ask(state, { _tag: "ReadTeam", teamId: request.seen.value.id })
}

/** A team that was changed is read anew. Someone who was added to it needs no decision, and no way in. */
const followChange = (state: State, { request, result }: Answer): Step => {
  if (!("teamId" in request) || request.teamId === undefined) return step(state)
  const { teamId } = request
  const warned = "warnings" in result ? withWarnings(state, result.warnings) : state
  return ask(warned, { _tag: "ReadAccessRequests", teamId }, { _tag: "ReadTeam", teamId })
}

const follow = (state: State, answer: Answer): Step => {
  // Each follower takes the answers of its own tag: a pairing that types can't follow.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  const follower = followers[answer._tag] as ((state: State, answer: Answer) => Step) | undefined
  return (follower ?? followChange)(state, answer)
}

const withWarnings = (
  state: State,
  warnings: ReadonlyArray<{ readonly person: { readonly name: string }; readonly problem: string }> | undefined
): State =>
  warnings === undefined || warnings.length === 0
    ? state
    : noticed(state, "warning", warnings.map(({ person, problem }) => `${person.name}: ${problem}`).join(" "))

/** The team's section of the incident's pane: there its progress is to be seen. */
const showTeam = (state: State, incidentId: IncidentId): Step => {
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
  const isOfSeveral = (screen: Screen): screen is Several =>
    screen._tag === "Several" && screen.items.some(({ sent }) => sent === request)
  const sender = state.above.some((screen) => isSender(screen) || isOfSeveral(screen))
  const after = sender
    ? {
        ...state,
        above: state.above.map((screen) =>
          isSender(screen)
            ? { ...screen, sending: undefined, failure }
            : isOfSeveral(screen)
              ? settledItem(screen, request, failure)
              : screen
        )
      }
    : isShownInPlace(request)
      ? state
      : noticed(state, "danger", `${wrongOf(failure)} ${failure.remedy}`)
  if (failure.kind === "changed") return ask(after, ...rereads(request))
  // Before it is known who asks there is nothing else to be done here.
  const isStranger = request._tag === "Me" && failure.kind === "signedOut" && state.known.me === undefined
  return isStranger && state.above.length === 0 ? openSignIn(after) : step(after)
}

/** Reads whose failure is shown where their answer would be. */
const isShownInPlace = (request: Request): boolean =>
  !isChange(request) && !["SizeGroup", "ReadFavorites"].includes(request._tag)

const rereads = (request: Request): ReadonlyArray<Request> => {
  if (request._tag === "ChangeIncident") return [{ _tag: "ReadIncident", incidentId: request.seen.id }]
  return request._tag === "RenameTeam" ? [{ _tag: "ReadTeam", teamId: request.seen.value.id }] : []
}
