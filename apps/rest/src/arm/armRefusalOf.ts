import { Problem } from "@incident-teams/api/problems/Problem"
import type { DocumentConflict, DocumentNotFound } from "@incident-teams/application/ports/IncidentDocuments"
import type { TeamIsBlocked, TeamNotReady } from "@incident-teams/application/use-cases/awaitTeam"
import { defined } from "@incident-teams/domain/defined"
import { partsOfIncidentId } from "@incident-teams/domain/ids/IncidentId"
import { Match, Schema } from "effect"
import { type Failure, problemOf } from "../problems/problemOf.ts"
import { ArmRefusal } from "./ArmRefusal.ts"

export type ArmFailure =
  | Failure
  | Problem
  | ArmRefusal
  | DocumentNotFound
  | DocumentConflict
  | TeamNotReady
  | TeamIsBlocked

/** Who asked for what, for refusals that name it. */
export interface AskedOfArm {
  readonly caller: { readonly id: string; readonly name: string }
  /** Azure's operation, such as Microsoft.SecurityInsights/incidents/write. */
  readonly action: string
  /** The path of the request. */
  readonly scope: string
}

const isProblem = Schema.is(Problem)

/** The official client repeats a 503 by itself after this many seconds. */
const secondsUntilReady = 10

/** ARM's usual codes. What we refuse with 422, ARM refuses with 400. */
const codes: Readonly<Record<number, readonly [status: number, code: string]>> = {
  400: [400, "BadRequest"],
  401: [401, "InvalidAuthenticationToken"],
  403: [403, "AuthorizationFailed"],
  404: [404, "NotFound"],
  408: [408, "RequestTimeout"],
  409: [409, "Conflict"],
  413: [413, "RequestEntityTooLarge"],
  415: [415, "UnsupportedMediaType"],
  422: [400, "BadRequest"],
  429: [429, "TooManyRequests"],
  503: [503, "ServiceUnavailable"]
}

/** Fields of our own request for a team that createTeam calls something else. */
const members: Readonly<Record<string, string>> = {
  name: "teamName",
  description: "teamDescription",
  people: "memberIds",
  groups: "groupIds"
}

const ofProblem = (problem: Problem): ArmRefusal => {
  const [status, code] = codes[problem.status] ?? [500, "InternalServerError"]
  return new ArmRefusal({
    status,
    code,
    message: `${problem.detail} ${problem.remedy}`,
    ...("field" in problem && problem.field !== undefined ? { target: members[problem.field] ?? problem.field } : {}),
    ...("retryAfter" in problem ? { retryAfter: problem.retryAfter } : {})
  })
}

const notFound = (name: string) =>
  new ArmRefusal({ status: 404, code: "NotFound", message: `Resource '${name}' does not exist.` })

/** Text from user reports: Azure/Azure-Sentinel issues 883 and 909. */
const conflict = (name: string) =>
  new ArmRefusal({
    status: 409,
    code: "Conflict",
    message: `Newer version of resource '${name}' exists. Data was not saved`
  })

/** ARM's sentence, which clients take apart, and then what to do. */
const authorizationFailed = ({ caller, scope, action }: AskedOfArm, why: string) =>
  new ArmRefusal({
    status: 403,
    code: "AuthorizationFailed",
    message:
      `The client '${caller.name}' with object id '${caller.id}' does not have authorization to perform action ` +
      `'${action}' over scope '${scope}' or the scope is invalid. ${why}`
  })

/** What a failure is to a client of ARM. What isn't ARM's own is what `/v1` says, in ARM's envelope. */
export const armRefusalOf = (failure: ArmFailure, asked: AskedOfArm): ArmRefusal =>
  isProblem(failure)
    ? ofProblem(failure)
    : Match.value(failure).pipe(
        Match.withReturnType<ArmRefusal>(),
        Match.tags({
          ArmRefusal: (refusal) => refusal,
          DocumentNotFound: ({ name }) => notFound(name),
          IncidentNotFound: ({ id }) => notFound(partsOfIncidentId(id).name),
          DocumentConflict: ({ name }) => conflict(name),
          IncidentConflict: ({ id }) => conflict(partsOfIncidentId(id).name),
          NotAllowed: ({ needs, remedy }) => authorizationFailed(asked, `Missing: ${needs}. ${remedy}`),
          // With a remedy of its own it isn't the caller's role that is missing.
          NotAuthorized: (denied) =>
            denied.remedy === undefined && denied.signIn !== true
              ? authorizationFailed({ ...asked, ...defined({ action: denied.action }) }, denied.reason)
              : ofProblem(problemOf(denied, false)),
          ServerBusy: () =>
            new ArmRefusal({
              status: 503,
              code: "ServerBusy",
              message: "The server already has as many requests in progress as it can process. Try again later.",
              retryAfter: 1
            }),
          IncidentRefused: ({ reason }) => new ArmRefusal({ status: 400, code: "BadRequest", message: reason }),
          UnknownIncidentContinuation: () =>
            new ArmRefusal({
              status: 400,
              code: "BadRequest",
              target: "$skipToken",
              message: "The $skipToken belongs to another list, or has expired. Start again without it."
            }),
          TeamNotReady: () =>
            new ArmRefusal({
              status: 503,
              code: "ServiceUnavailable",
              message: `The team is being created. Send the same request again after ${secondsUntilReady} seconds.`,
              retryAfter: secondsUntilReady
            }),
          TeamIsBlocked: ({ reason, remedy }) =>
            new ArmRefusal({
              status: 409,
              code: "TeamCreationBlocked",
              message: `The team can't be created: ${reason} ${remedy}`
            })
        }),
        Match.orElse((other) => ofProblem(problemOf(other, asked.action.endsWith("/read"))))
      )
