import type { ActorView, PrincipalView } from "@incident-teams/api/values/People"
import type { Principal } from "@incident-teams/domain/favorites/Principal"
import type { Actor } from "@incident-teams/domain/team/Person"

export const actorView = (actor: Actor): ActorView => {
  switch (actor._tag) {
    case "User":
      return { kind: "person", id: actor.id, name: actor.name }
    case "Application":
      return { kind: "application", id: actor.id, name: actor.name }
    case "System":
      return { kind: "system" }
  }
}

export const principalView = (principal: Principal): PrincipalView =>
  principal._tag === "Person"
    ? { kind: "person", id: principal.id, name: principal.name }
    : { kind: "group", id: principal.id, name: principal.name }
