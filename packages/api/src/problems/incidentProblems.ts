import { Schema } from "effect"
import { HttpApiError } from "effect/http-api"
import { errors, inWords } from "./inWords.ts"

/** 404: Sentinel has no such incident. */
export class IncidentNotFoundProblem extends HttpApiError.Problem<IncidentNotFoundProblem>()(
  "IncidentNotFoundProblem",
  { type: "/problems/incident-not-found", status: 404, title: "Incident not found" },
  inWords
) {}

/** 404: no such workspace is configured. */
export class UnknownWorkspaceProblem extends HttpApiError.Problem<UnknownWorkspaceProblem>()(
  "UnknownWorkspaceProblem",
  { type: "/problems/unknown-workspace", status: 404, title: "Workspace not found" },
  inWords
) {}

/** 400: the caller may read several workspaces, but the request names none. */
export class WorkspaceRequiredProblem extends HttpApiError.Problem<WorkspaceRequiredProblem>()(
  "WorkspaceRequiredProblem",
  { type: "/problems/workspace-required", status: 400, title: "The workspace parameter is required" },
  { ...inWords, workspaces: Schema.Array(Schema.String.annotate({ examples: ["soc"] })) }
) {}

/** 422: the change contradicts itself or the incident's status. */
export class InvalidIncidentChangeProblem extends HttpApiError.Problem<InvalidIncidentChangeProblem>()(
  "InvalidIncidentChangeProblem",
  { type: "/problems/invalid-incident-change", status: 422, title: "The incident change isn't valid" },
  { ...inWords, errors }
) {}

/** 409: others keep changing the incident at the same time. */
export class IncidentContendedProblem extends HttpApiError.Problem<IncidentContendedProblem>()(
  "IncidentContendedProblem",
  { type: "/problems/incident-contended", status: 409, title: "The incident is being changed by others" },
  inWords
) {}

/** 403: Azure denies the caller access. */
export class SentinelForbidsProblem extends HttpApiError.Problem<SentinelForbidsProblem>()(
  "SentinelForbidsProblem",
  { type: "/problems/sentinel-forbids", status: 403, title: "Azure denied the request" },
  { ...inWords, action: Schema.optionalKey(Schema.String.annotate({ examples: ["read"] })) }
) {}

/** 422: Sentinel rejected the change. */
export class SentinelRefusedProblem extends HttpApiError.Problem<SentinelRefusedProblem>()(
  "SentinelRefusedProblem",
  { type: "/problems/sentinel-refused", status: 422, title: "Microsoft Sentinel rejected the change" },
  inWords
) {}
