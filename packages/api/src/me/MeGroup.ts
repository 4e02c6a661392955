import { HttpApiEndpoint, HttpApiGroup, OpenApi } from "effect/http-api"
import { Authentication } from "../Authentication.ts"
import { SentinelForbidsProblem } from "../problems/incidentProblems.ts"
import {
  DirectoryUnavailableProblem,
  SentinelUnavailableProblem,
  StoreUnavailableProblem
} from "../problems/requestProblems.ts"
import { Me } from "./Me.ts"

const get = HttpApiEndpoint.get("get", "/v1/me", {
  success: Me,
  error: [SentinelForbidsProblem, SentinelUnavailableProblem, DirectoryUnavailableProblem, StoreUnavailableProblem]
})
  .annotate(OpenApi.Summary, "Get the caller and their permissions")
  .annotate(
    OpenApi.Description,
    "Returns the caller's permissions on each workspace whose incidents they may read, the access requests that wait for" +
      " their decision, and what became of their own. A missing right is described as in the 403 response to an" +
      " attempt, so a client can show it beforehand. Recently granted rights may take some minutes to appear."
  )

export const MeGroup = HttpApiGroup.make("me")
  .add(get)
  .middleware(Authentication)
  .annotate(OpenApi.Title, "Me")
  .annotate(OpenApi.Description, "The caller and their permissions.")
