import { InstallationTroubleKind } from "@incident-teams/domain/team/Outcome"
import { Schema } from "effect"

/**
 * Denied, without effect, for a reason that lies in this installation and not in what was requested: its credentials,
 * its permissions, a license, a quota or its network. The same request succeeds once someone has carried out `remedy`,
 * so nothing and no one is recorded as refused for it.
 */
export class InstallationTrouble extends Schema.TaggedError<InstallationTrouble>()("InstallationTrouble", {
  kind: InstallationTroubleKind,
  reason: Schema.String,
  remedy: Schema.String,
  cause: Schema.optionalKey(Schema.Defect())
}) {
  override get message(): string {
    return `${this.reason} ${this.remedy}`
  }
}
