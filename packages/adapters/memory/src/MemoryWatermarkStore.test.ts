import { watermarkStoreContract } from "@incident-teams/application/testing/watermarkStoreContract"
import { layer, layerOn, noWatermarkData } from "./MemoryWatermarkStore.ts"

watermarkStoreContract("memory", { layer, sharesData: () => layerOn(noWatermarkData()) })
