// Incident Teams in Azure Container Apps: servers that answer and workers apart, with their data in Azure Cosmos DB and a
// managed identity instead of a secret. docs/how-to/deploy.md has the order of the steps.
//
//   az deployment group create --resource-group <group> --template-file deploy/azure.bicep --parameters \
//     clientId=<client ID of the app registration> servicePrincipalId=<object ID of its service principal> \
//     publicUrl=https://incidents.example.org standbyOwners=<object IDs> workspaces='soc=<ARM ID>' \
//     cosmosAccountName=<name> registryName=<name> keyVaultName=<name>
//
// Not run: neither Bicep's compiler nor Azure. The properties of the container apps were compared in part, by hand, with
// Microsoft's published type definitions (bicep-types-az), those of the other resources with nothing. A test compares
// settings, commands, ports and paths with the server.

param location string = resourceGroup().location

@description('Client ID of the app registration that setup made.')
param clientId string

@description('Object ID of its service principal, for the role in the data plane of Azure Cosmos DB. Empty: setup assigns it.')
param servicePrincipalId string = ''

@description('Where people reach the server: the address of a custom domain that you bind to the app, without a slash at the end.')
param publicUrl string

@description('SENTINEL_WORKSPACES: alias=ARM ID, several separated by commas.')
param workspaces string

@description('STANDBY_OWNERS: object IDs, separated by commas.')
param standbyOwners string

@description('Client ID of the console. Empty: people do not sign in to the console.')
param consoleClientId string = ''

param cosmosAccountName string

@description('Existing container registry in this resource group, with the image.')
param registryName string

param image string = 'incident-teams-server:latest'

@description('Existing key vault in this resource group, with roles for access, and with the secret page-secret.')
param keyVaultName string

@description('The identity that setup trusts: az identity create --name incident-teams.')
param identityName string = 'incident-teams'

@description('Servers that answer, at least. Two survive the loss of one.')
@minValue(1)
param minServers int = 2

@minValue(1)
param maxServers int = 6

@description('Workers, at least. One that dies is replaced by another within a minute.')
@minValue(1)
param minWorkers int = 2

@minValue(1)
param maxWorkers int = 4

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = {
  name: identityName
  location: location
}

resource registry 'Microsoft.ContainerRegistry/registries@2023-07-01' existing = {
  name: registryName
}

resource vault 'Microsoft.KeyVault/vaults@2023-07-01' existing = {
  name: keyVaultName
}

// AcrPull
resource pull 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: registry
  name: guid(registry.id, identity.id, 'AcrPull')
  properties: {
    principalId: identity.properties.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', '7f951dda-4ed3-4680-a7ca-43fe172d538d')
  }
}

// Key Vault Secrets User
resource secrets 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: vault
  name: guid(vault.id, identity.id, 'Key Vault Secrets User')
  properties: {
    principalId: identity.properties.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', '4633458b-17de-408a-b874-0445c86b69e6')
  }
}

module cosmos '../docs/how-to/cosmos.bicep' = {
  name: 'incident-teams-cosmos'
  params: {
    location: location
    accountName: cosmosAccountName
    principalId: servicePrincipalId
  }
}

resource logs 'Microsoft.OperationalInsights/workspaces@2023-09-01' = {
  name: 'incident-teams-logs'
  location: location
  properties: {
    sku: { name: 'PerGB2018' }
    retentionInDays: 90
  }
}

resource environment 'Microsoft.App/managedEnvironments@2025-01-01' = {
  name: 'incident-teams'
  location: location
  properties: {
    // By a diagnostic setting: the workspace's key isn't needed then.
    appLogsConfiguration: { destination: 'azure-monitor' }
  }
}

resource toLogs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: environment
  name: 'incident-teams'
  properties: {
    workspaceId: logs.id
    logs: [{ categoryGroup: 'allLogs', enabled: true }]
  }
}

var console = empty(consoleClientId) ? [] : [{ name: 'CONSOLE_CLIENT_ID', value: consoleClientId }]

// The image has HOST, PORT and the user. The platform sets IDENTITY_ENDPOINT and IDENTITY_HEADER.
var settings = concat(console, [
  { name: 'AZURE_TENANT_ID', value: tenant().tenantId }
  { name: 'AZURE_CLIENT_ID', value: clientId }
  { name: 'AZURE_CREDENTIAL', value: 'managed-identity' }
  { name: 'AZURE_MANAGED_IDENTITY_CLIENT_ID', value: identity.properties.clientId }
  { name: 'PAGE_SECRET', secretRef: 'page-secret' }
  { name: 'PUBLIC_URL', value: publicUrl }
  { name: 'SENTINEL_WORKSPACES', value: workspaces }
  { name: 'STANDBY_OWNERS', value: standbyOwners }
  { name: 'COSMOS_ENDPOINT', value: cosmos.outputs.endpoint }
])

var registries = [{ server: registry.properties.loginServer, identity: identity.id }]
var pageSecret = [{ name: 'page-secret', keyVaultUrl: '${vault.properties.vaultUri}secrets/page-secret', identity: identity.id }]

// Only whether the process answers: restarting it doesn't help where Microsoft's services don't.
var alive = [
  { type: 'Startup', httpGet: { path: '/healthz', port: 8080 }, periodSeconds: 6, failureThreshold: 10 }
  { type: 'Liveness', httpGet: { path: '/healthz', port: 8080 }, periodSeconds: 30, timeoutSeconds: 5, failureThreshold: 3 }
]

resource servers 'Microsoft.App/containerApps@2025-01-01' = {
  name: 'incident-teams-api'
  location: location
  identity: { type: 'UserAssigned', userAssignedIdentities: { '${identity.id}': {} } }
  dependsOn: [pull, secrets]
  properties: {
    environmentId: environment.id
    configuration: {
      activeRevisionsMode: 'Single'
      // Processes hold no state, so none of them has to see the same person again.
      ingress: { external: true, targetPort: 8080, transport: 'auto', allowInsecure: false }
      registries: registries
      secrets: pageSecret
    }
    template: {
      // A server finishes its requests within 15 seconds.
      terminationGracePeriodSeconds: 30
      containers: [
        {
          name: 'server'
          image: '${registry.properties.loginServer}/${image}'
          args: ['serve', '--role', 'api']
          env: settings
          resources: { cpu: json('0.5'), memory: '1Gi' }
          probes: alive
        }
      ]
      scale: {
        minReplicas: minServers
        maxReplicas: maxServers
        // Live events keep a request open for each page, so there are more requests than work.
        rules: [{ name: 'requests', http: { metadata: { concurrentRequests: '200' } } }]
      }
    }
  }
}

resource workers 'Microsoft.App/containerApps@2025-01-01' = {
  name: 'incident-teams-worker'
  location: location
  identity: { type: 'UserAssigned', userAssignedIdentities: { '${identity.id}': {} } }
  dependsOn: [pull, secrets]
  properties: {
    environmentId: environment.id
    configuration: {
      activeRevisionsMode: 'Single'
      registries: registries
      secrets: pageSecret
    }
    template: {
      // A worker finishes its call and releases its leases within 15 seconds.
      terminationGracePeriodSeconds: 30
      containers: [
        {
          name: 'server'
          image: '${registry.properties.loginServer}/${image}'
          args: ['serve', '--role', 'worker']
          env: settings
          resources: { cpu: json('0.5'), memory: '1Gi' }
          probes: alive
        }
      ]
      scale: {
        minReplicas: minWorkers
        maxReplicas: maxWorkers
        rules: [{ name: 'cpu', custom: { type: 'cpu', metadata: { type: 'Utilization', value: '70' } } }]
      }
    }
  }
}

@description('For the CNAME record of a custom domain.')
output address string = servers.properties.configuration.ingress.fqdn
output identityClientId string = identity.properties.clientId
output cosmosEndpoint string = cosmos.outputs.endpoint
