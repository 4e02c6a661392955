import { Namespace } from "@incident-teams/domain/ids/Namespace"
import { Layer } from "effect"
import { Deployment } from "../deployment/Deployment.ts"

/** Nothing that an operator may leave out, but for what is given. Its teams are those of `team-store/commits.ts`. */
export const deploymentWith = (given: Partial<Deployment["Service"]> = {}) =>
  Layer.succeed(Deployment, {
    namespace: Namespace.make("contract"),
    publicUrl: "https://incidents.woodgrove.example",
    standbyOwners: [],
    withApp: false,
    announce: false,
    neutralNames: false,
    accessDecision: "owner",
    accessPauseMillis: 0,
    merges: "follow",
    ...given
  })
