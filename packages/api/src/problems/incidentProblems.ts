import { Schema } from "effect"
import { HttpApiError } from "effect/http-api"
import { errors, inWords } from "./inWords.ts"

/** 404: Sentinel doesn't know the incident. */
export class IncidentNotFoundProblem extends HttpApiError.Problem<IncidentNotFoundProblem>()(
  "IncidentNotFoundProblem",
  { type: "/problems/incident-not-found", status: 404, title: "There is no such incident" },
  inWords
) {}

/** 404: no such workspace is configured. */
export class UnknownWorkspaceProblem extends HttpApiError.Problem<UnknownWorkspaceProblem>()(
  "UnknownWorkspaceProblem",
  { type: "/problems/unknown-workspace", status: 404, title: "There is no such workspace here" },
  inWords
) {}

/** 400: several workspaces are configured and none was named. */
export class WorkspaceRequiredProblem extends HttpApiError.Problem<WorkspaceRequiredProblem>()(
  "WorkspaceRequiredProblem",
  { type: "/problems/workspace-required", status: 400, title: "Which workspace is meant has to be said" },
  { ...inWords, workspaces: Schema.Array(Schema.String.annotate({ examples: ["soc"] })) }
) {}

/** 422: the change contradicts itself or the incident's status. */
export class InvalidIncidentChangeProblem extends HttpApiError.Problem<InvalidIncidentChangeProblem>()(
  "InvalidIncidentChangeProblem",
  { type: "/problems/invalid-incident-change", status: 422, title: "The incident can't be changed like this" },
  { ...inWords, errors }
) {}

/** 409: others change the incident again and again at this moment. */
export class IncidentContendedProblem extends HttpApiError.Problem<IncidentContendedProblem>()(
  "IncidentContendedProblem",
  { type: "/problems/incident-contended", status: 409, title: "Others are changing the incident at this moment" },
  inWords
) {}

/** 403: Azure refuses the caller. */
export class SentinelForbidsProblem extends HttpApiError.Problem<SentinelForbidsProblem>()(
  "SentinelForbidsProblem",
  { type: "/problems/sentinel-forbids", status: 403, title: "Azure doesn't let the caller do this" },
  { ...inWords, action: Schema.optionalKey(Schema.String.annotate({ examples: ["read"] })) }
) {}

/** 422: Sentinel refused the change itself. */
export class SentinelRefusedProblem extends HttpApiError.Problem<SentinelRefusedProblem>()(
  "SentinelRefusedProblem",
  { type: "/problems/sentinel-refused", status: 422, title: "Microsoft Sentinel refused the change" },
  inWords
) {}
