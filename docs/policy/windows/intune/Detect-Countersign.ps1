# Detection script for device management (Intune, Remediations): 0 when these settings are in place, else 1.
$ErrorActionPreference = 'Stop'
Set-StrictMode -Version 2.0
# Edit from here: the program, its settings with a serial that rises with each roll-out, and the installation.
$Program = 'thunderbird'
$Settings = @'
{
  "serial": 1,
  "trust": [
    {
      "org_id": "bank.example",
      "name": "Example Bank",
      "domains": [
        "bank.example"
      ],
      "includeSubdomains": true,
      "keys": [
        {
          "kid": "2026a",
          "alg": "ed25519",
          "key": "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="
        }
      ],
      "requireStamp": true
    }
  ],
  "requireStamp": [
    "bank.example",
    "payroll.example.org"
  ],
  "mailServers": [
    {
      "accountDomain": "example.org",
      "authservId": "mx.example.org",
      "borderHosts": [
        "mx.example.org"
      ],
      "placement": "above"
    }
  ],
  "certifiers": [
    "certifier.example"
  ],
  "mt2Authorities": [
    "MIIBWzCCAQ2gAwIBAgIURzBCMWYg1kyCrD79q+xEE37MAr8wBQYDK2VwMBoxGDAWBgNVBAMMD2V4YW1wbGUub3JnIE1UMjAgFw0yNjExMjIxMDA2MjZaGA8yMTI2MTAyOTEwMDYyNlowGjEYMBYGA1UEAwwPZXhhbXBsZS5vcmcgTVQyMCowBQYDK2VwAyEAKLqRed/OBcbnmwMGl6DLfm2NWs6KobhrRoEzUYTkgsajYzBhMB0GA1UdDgQWBBRoIuk/YQnMV6XOIDp8nF7iyuqTLzAfBgNVHSMEGDAWgBRoIuk/YQnMV6XOIDp8nF7iyuqTLzAPBgNVHRMBAf8EBTADAQH/MA4GA1UdDwEB/wQEAwICBDAFBgMrZXADQQAClfvj6nk5Umd7y2fIzSO/OuMkSxlJMYoPMcqrKKFRMap0d4/MopR9Z1F3eEhdeWUZbNdQzdv/u0jvo42raXwC"
  ],
  "mt2Validators": [
    "mx.example.org"
  ],
  "recipientRules": [
    {
      "accountDomain": "example.org",
      "policy": {
        "v": 1,
        "mode": "enforce",
        "default": "accept",
        "rules": [
          {
            "match": {
              "nature": [
                "list"
              ],
              "list_id": [
                "all-staff.example.org"
              ]
            },
            "action": "accept"
          },
          {
            "match": {
              "nature": [
                "marketing",
                "list"
              ]
            },
            "action": "reject"
          }
        ]
      }
    }
  ],
  "reportRoutes": "provider",
  "reportCollector": "https://reports.example.org/ipp/",
  "reportReasons": [
    "impersonation",
    "undeclared-marketing",
    "wrong-recipient"
  ],
  "reportNote": "The security team reads every report. Did you type a password? Call extension 4711 now.",
  "reportDays": 90,
  "simulationHeaders": [
    {
      "name": "X-Example-Exercise",
      "value": "2026-autumn-4f1d6c0b9a7e"
    }
  ],
  "sealedDomains": [
    "clinic.example",
    "lawyers.example.org"
  ],
  "sealedQuoting": false,
  "historyDays": 30,
  "auditDays": 180,
  "auditWebhook": "https://log.example.org/countersign",
  "organisationName": "Example Ltd",
  "supportUrl": "https://help.example.org/mail",
  "privacyUrl": "https://help.example.org/mail/privacy",
  "supportContact": "Help desk, extension 4711",
  "recommended": {
    "minimumLevel": "INTACT",
    "lookups": "known",
    "resolver": "https://dns.example.org/dns-query",
    "clientMxType": 265,
    "arrival": "negatives",
    "keepHistory": true
  },
  "locked": [
    "trust"
  ]
}
'@
$Installation = @'
{
  "installation_mode": "force_installed",
  "install_url": "https://packages.example.org/countersign/countersign-thunderbird.xpi",
  "update_url": "https://packages.example.org/countersign/thunderbird.json"
}
'@
# To here.
# Where each program looks: settings, installation, and whether JSON stands in a REG_MULTI_SZ.
$Places = @{
  'thunderbird' = @{ Settings = 'HKLM:\SOFTWARE\Policies\Mozilla\Thunderbird\3rdparty\Extensions\countersign@countersign.example'; Installation = 'HKLM:\SOFTWARE\Policies\Mozilla\Thunderbird\ExtensionSettings\countersign@countersign.example'; Multi = $true }
  'firefox' = @{ Settings = 'HKLM:\SOFTWARE\Policies\Mozilla\Firefox\3rdparty\Extensions\countersign@countersign.example'; Installation = 'HKLM:\SOFTWARE\Policies\Mozilla\Firefox\ExtensionSettings\countersign@countersign.example'; Multi = $true }
  'chrome' = @{ Settings = 'HKLM:\SOFTWARE\Policies\Google\Chrome\3rdparty\extensions\nemnabfhkblppolmllljchekeijchgof\policy'; Installation = 'HKLM:\SOFTWARE\Policies\Google\Chrome\ExtensionSettings\nemnabfhkblppolmllljchekeijchgof'; Multi = $false }
  'edge' = @{ Settings = 'HKLM:\SOFTWARE\Policies\Microsoft\Edge\3rdparty\extensions\nemnabfhkblppolmllljchekeijchgof\policy'; Installation = 'HKLM:\SOFTWARE\Policies\Microsoft\Edge\ExtensionSettings\nemnabfhkblppolmllljchekeijchgof'; Multi = $false }
}
$place = $Places[$Program]
$wanted = (ConvertFrom-Json $Settings).serial
$mode = (ConvertFrom-Json $Installation).installation_mode
$found = Get-ItemProperty -LiteralPath $place.Settings -ErrorAction SilentlyContinue
$installed = Get-ItemProperty -LiteralPath $place.Installation -ErrorAction SilentlyContinue
if ($null -eq $found -or $null -eq $installed) { Write-Output 'missing'; exit 1 }
if ($found.PSObject.Properties['serial'] -and $found.serial -eq $wanted -and $installed.installation_mode -eq $mode) { Write-Output 'in place'; exit 0 }
Write-Output 'out of date'
exit 1
