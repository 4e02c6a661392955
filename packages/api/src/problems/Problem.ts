import { Schema } from "effect"
import * as favorite from "./favoriteProblems.ts"
import * as incident from "./incidentProblems.ts"
import * as request from "./requestProblems.ts"
import * as team from "./teamProblems.ts"

/** Every problem that a request may end with: a closed set, identified by `type`. */
export const problems = [
  ...Object.values(request),
  ...Object.values(incident),
  ...Object.values(team),
  ...Object.values(favorite)
] as const

export const Problem = Schema.Union(problems)
export type Problem = typeof Problem.Type

/** Any read of a team. */
export const teamReading = [
  request.NotAllowedProblem,
  request.StoreUnavailableProblem,
  request.SentinelUnavailableProblem,
  incident.SentinelForbidsProblem,
  incident.UnknownWorkspaceProblem,
  team.TeamNotFoundProblem
] as const

/** Any request with a body. */
export const bodyTaking = [
  request.MalformedJsonProblem,
  request.UnsupportedMediaTypeProblem,
  request.BodyTooLargeProblem,
  request.InvalidBodyProblem
] as const

/** Any change of a team. */
export const teamChanging = [
  ...teamReading,
  ...bodyTaking,
  request.IdempotencyKeyReusedProblem,
  request.DirectoryUnavailableProblem
] as const

/** Any look-up in the directory. */
export const lookingUp = [
  request.NotAllowedProblem,
  request.StoreUnavailableProblem,
  request.SentinelUnavailableProblem,
  request.DirectoryUnavailableProblem,
  incident.SentinelForbidsProblem,
  incident.UnknownWorkspaceProblem
] as const

/** Any request that names people and groups to add to a team. */
export const naming = [
  team.UnknownPeopleProblem,
  team.UnknownGroupsProblem,
  team.GroupTooLargeProblem,
  team.TooManyPeopleProblem,
  team.TooManyGroupsProblem
] as const

/** Any read of incidents. */
export const incidentReading = [
  request.NotAllowedProblem,
  request.StoreUnavailableProblem,
  request.SentinelUnavailableProblem,
  incident.UnknownWorkspaceProblem,
  incident.SentinelForbidsProblem
] as const
