import type { WorkBell } from "@incident-teams/application/changes/WorkBell"
import type { Deployment } from "@incident-teams/application/deployment/Deployment"
import type { PlatformTime } from "@incident-teams/application/deployment/PlatformTime"
import type { HookInbox } from "@incident-teams/application/feed/HookInbox"
import type { LiveChanges } from "@incident-teams/application/live/LiveChanges"
import type { Health } from "@incident-teams/application/monitoring/Health"
import type { TeamGauges } from "@incident-teams/application/monitoring/TeamGauges"
import type { AzureRightsSource } from "@incident-teams/application/ports/AzureRightsSource"
import type { CreationPolicy } from "@incident-teams/application/ports/CreationPolicy"
import type { Directory } from "@incident-teams/application/ports/Directory"
import type { EndedSessions } from "@incident-teams/application/ports/EndedSessions"
import type { FavoritesStore } from "@incident-teams/application/ports/FavoritesStore"
import type { IncidentDocuments } from "@incident-teams/application/ports/IncidentDocuments"
import type { IncidentSource } from "@incident-teams/application/ports/IncidentSource"
import type { ProviderIncidents } from "@incident-teams/application/ports/ProviderIncidents"
import type { TeamStore } from "@incident-teams/application/ports/TeamStore"
import type { IncidentParts } from "@incident-teams/application/recent/IncidentParts"
import type { Admission } from "./admission/Admission.ts"
import type { TokenVerifier } from "./authentication/TokenVerifier.ts"
import type { PageFiles } from "./page/PageFiles.ts"
import type { PageSettings } from "./page/PageSettings.ts"
import type { SignIn } from "./page/sign-in/SignIn.ts"
import type { RateLimit } from "./rate/RateLimit.ts"
import type { Seals } from "./sealing/Seals.ts"

/** What answering a request takes. */
export type Services =
  | Admission
  | AzureRightsSource
  | CreationPolicy
  | Deployment
  | Directory
  | EndedSessions
  | FavoritesStore
  | Health
  | HookInbox
  | IncidentDocuments
  | IncidentParts
  | IncidentSource
  | LiveChanges
  | PageFiles
  | PageSettings
  | PlatformTime
  | ProviderIncidents
  | RateLimit
  | Seals
  | SignIn
  | TeamGauges
  | TeamStore
  | TokenVerifier
  | WorkBell
