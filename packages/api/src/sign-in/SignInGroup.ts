import { HttpApiEndpoint, HttpApiGroup, OpenApi } from "effect/http-api"
import { InternalProblem, InvalidParameterProblem, NotAcceptableProblem } from "../problems/requestProblems.ts"
import { SignIn } from "./SignIn.ts"

const get = HttpApiEndpoint.get("get", "/v1/sign-in", {
  success: SignIn,
  error: [InvalidParameterProblem, NotAcceptableProblem, InternalProblem]
})
  .annotate(OpenApi.Summary, "How to sign in")
  .annotate(
    OpenApi.Description,
    "For a console or script that knows this server's address and nothing else. Wants no token."
  )

export const SignInGroup = HttpApiGroup.make("signIn")
  .add(get)
  .annotate(OpenApi.Title, "Sign-in")
  .annotate(OpenApi.Description, "How to get a token.")
