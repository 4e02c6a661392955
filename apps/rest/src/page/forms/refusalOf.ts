import type { FieldError } from "@incident-teams/api/problems/inWords"
import { Option } from "effect"
import { type Failure, problemOf } from "../../problems/problemOf.ts"
import type { PageFailure } from "../PageFailure.ts"
import type { Refusal } from "./PageForm.ts"

/** What any input leaves as it is: the form isn't shown again for it. */
const final = [
  "CallerBusy",
  "ForeignRequest",
  "NoSuchPage",
  "NotAllowed",
  "NotAuthorized",
  "RateExceeded",
  "ServerBusy",
  "SignInAgain",
  "SignInRefused",
  "SignInUnavailable",
  "UnknownSignIn",
  "UnreadForm"
] as const

/** Remedies that name a route, field or header of the API, in the words of the page. */
export const remedies: Partial<Record<Failure["_tag"], string>> = {
  GroupNotFound: "Search for the group again, or remove it from the selection.",
  IdempotencyKeyReused: "Look at the incident's page first: the request may have been carried out already.",
  IncidentIsClosed: "Reopen the incident first.",
  IncidentNotFound: "Go back to the list of incidents. It may have been deleted.",
  NoSuchAccessRequest: "Go back to the incident: the page shows the requests that are pending.",
  IncidentNotServed: "Go back to the incident: its page shows the incidents of the team.",
  IncidentIsOpen: "Close the incident first.",
  NobodyNamed: "Select at least one person or group.",
  NothingToKeepOpen: "Go back to the incident. If its team is archived already, reopen the incident.",
  NoMergeToDecide: "Go back to the incident: its page shows how the merged incident continues.",
  NothingToRestore: "Recreate the team.",
  ServedAlready: "Unlink the incident from that team first, or use that team.",
  TeamAlreadyStored: "Go back to the incident: the page shows its team.",
  TeamChangedSince: "Nothing was overwritten. Check the form, and send it again if the change is still right.",
  TeamExists: "Go back to the incident: the page shows its team.",
  TeamIsLost: "Restore the team within 30 days, or recreate it.",
  TeamIsMerged: "Go back to the incident: its page shows the team that continues.",
  TeamIsNotLost: "Go back to the incident: the page shows the team as it is now.",
  TeamNotStored: "Go back to the incident: its page shows whether it has a team.",
  TooLateToRestore: "Recreate the team.",
  UnknownGroups: "Search for the group again, or remove it from the selection.",
  UnknownPeople: "Search for the person again, or remove them from the selection.",
  UnknownPrincipal: "Search by name.",
  UnknownWorkspace: "Choose a workspace in the list of incidents."
}

const errorsOf = (problem: ReturnType<typeof problemOf>): ReadonlyArray<FieldError> => {
  if ("errors" in problem && problem.errors !== undefined) return problem.errors
  return "field" in problem && problem.field !== undefined ? [{ field: problem.field, problem: problem.detail }] : []
}

/** What is shown of a failure together with the form; none where the form is of no more use. */
export const refusalOf = (failure: PageFailure): Option.Option<Refusal> => {
  if (failure._tag === "InvalidReason") {
    return Option.some({
      status: 400,
      detail: "A reason is required.",
      remedy: "Enter a reason of at most 1,000 characters.",
      errors: [{ field: "reason", problem: "Enter a reason of at most 1,000 characters." }]
    })
  }
  if (isFinal(failure)) return Option.none()
  const problem = problemOf(failure, false)
  return Option.some({
    status: problem.status,
    detail: problem.detail,
    remedy: remedies[failure._tag] ?? problem.remedy,
    errors: errorsOf(problem)
  })
}

type Final = Extract<PageFailure, { readonly _tag: (typeof final)[number] }>

const isFinal = (failure: PageFailure): failure is Final => final.some((tag) => tag === failure._tag)
