import { HttpApiEndpoint, HttpApiGroup, OpenApi } from "effect/http-api"
import { InternalProblem, InvalidParameterProblem, NotAcceptableProblem } from "../problems/requestProblems.ts"
import { SignIn } from "./SignIn.ts"

const get = HttpApiEndpoint.get("get", "/v1/sign-in", {
  success: SignIn,
  error: [InvalidParameterProblem, NotAcceptableProblem, InternalProblem]
})
  .annotate(OpenApi.Summary, "Get the sign-in settings")
  .annotate(OpenApi.Description, "For a client that knows only the address of this server. Needs no token.")

export const SignInGroup = HttpApiGroup.make("signIn")
  .add(get)
  .annotate(OpenApi.Title, "Sign-in")
  .annotate(OpenApi.Description, "What a client needs to get an access token.")
