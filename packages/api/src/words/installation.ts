import type { InstallationTroubleKind } from "@incident-teams/domain/team/Outcome"

const words: Readonly<Record<InstallationTroubleKind, string>> = {
  credentials: "The application's credentials are rejected",
  permission: "The application lacks a permission",
  license: "The tenant lacks a license",
  quota: "A quota of the tenant is used up",
  network: "Microsoft's services can't be reached"
}

/** What is wrong with the installation, without saying whose or why: anyone may read it. */
export const installationWords = (kind: InstallationTroubleKind): string =>
  `${words[kind]}; teams wait until this is corrected.`
