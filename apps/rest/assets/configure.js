// @ts-check
// The page on which someone who adds a tab by hand chooses its incident.

const { base = "" } = document.documentElement.dataset
const field = document.querySelector("#address")

/** The address of one of our pages, or nothing. */
const chosen = () => {
  if (!(field instanceof HTMLInputElement) || !URL.canParse(field.value.trim())) return undefined
  const { origin, pathname } = new URL(field.value.trim())
  return origin === location.origin && pathname.startsWith(`${base}/incidents/`) ? `${origin}${pathname}` : undefined
}

const offer = async () => {
  const teams = globalThis.microsoftTeams
  if (teams === undefined) return
  await teams.app.initialize()
  void teams.app.notifySuccess()
  const { config } = teams.pages
  field?.addEventListener("input", () => config.setValidityState(chosen() !== undefined))
  config.registerOnSaveHandler((saving) => {
    const address = chosen()
    if (address === undefined) {
      saving.notifyFailure("This isn't the address of an Incident page.")
      return
    }
    config
      .setConfig({
        entityId: decodeURIComponent(address.slice(address.lastIndexOf("/") + 1)),
        contentUrl: address,
        websiteUrl: address,
        suggestedDisplayName: "Incident page"
      })
      .then(
        () => saving.notifySuccess(),
        () => saving.notifyFailure("Teams rejected the tab.")
      )
      .catch(() => undefined)
  })
}

// Outside of Teams there is nothing to configure.
offer().catch(() => undefined)
