import type { Deployment } from "@incident-teams/application/Deployment"
import type { PlatformTime } from "@incident-teams/application/PlatformTime"
import type { AzureRightsSource } from "@incident-teams/application/ports/AzureRightsSource"
import type { CreationPolicy } from "@incident-teams/application/ports/CreationPolicy"
import type { Directory } from "@incident-teams/application/ports/Directory"
import type { FavouritesStore } from "@incident-teams/application/ports/FavouritesStore"
import type { IncidentSource } from "@incident-teams/application/ports/IncidentSource"
import type { TeamStore } from "@incident-teams/application/ports/TeamStore"
import type { WorkBell } from "@incident-teams/application/WorkBell"
import type { TokenVerifier } from "./authentication/TokenVerifier.ts"

/** What answering a request takes. */
export type Services =
  | AzureRightsSource
  | CreationPolicy
  | Deployment
  | Directory
  | FavouritesStore
  | IncidentSource
  | PlatformTime
  | TeamStore
  | TokenVerifier
  | WorkBell
