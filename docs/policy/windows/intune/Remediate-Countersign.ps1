# Remediation script that belongs to Detect-Countersign.ps1: writes the same settings.
$ErrorActionPreference = 'Stop'
Set-StrictMode -Version 2.0
Remove-TypeData -TypeName System.Array -ErrorAction SilentlyContinue
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
function Write-Members([string]$Key, $Members, [bool]$Multi) {
  if (-not (Test-Path -LiteralPath $Key)) { New-Item -Path $Key -Force | Out-Null }
  foreach ($member in $Members.PSObject.Properties) {
    $name = $member.Name
    $value = $member.Value
    if ($value -is [bool] -or $value -is [int] -or $value -is [long]) {
      New-ItemProperty -LiteralPath $Key -Name $name -PropertyType DWord -Value ([int]$value) -Force | Out-Null
    } elseif ($value -is [string]) {
      New-ItemProperty -LiteralPath $Key -Name $name -PropertyType String -Value $value -Force | Out-Null
    } elseif ($value -is [array] -and @($value | Where-Object { $_ -isnot [string] }).Count -eq 0) {
      $list = "$Key\$name"
      New-Item -Path $list -Force | Out-Null
      for ($place = 0; $place -lt $value.Count; $place++) {
        New-ItemProperty -LiteralPath $list -Name ([string]($place + 1)) -PropertyType String -Value $value[$place] -Force | Out-Null
      }
    } elseif ($value -is [array]) {
      $json = ConvertTo-Json -InputObject $value -Depth 20 -Compress
      if ($Multi) { New-ItemProperty -LiteralPath $Key -Name $name -PropertyType MultiString -Value @($json) -Force | Out-Null }
      else { New-ItemProperty -LiteralPath $Key -Name $name -PropertyType String -Value $json -Force | Out-Null }
    } else {
      Write-Members "$Key\$name" $value $Multi
    }
  }
}
function Set-Policy([string]$Program, $Settings, $Installation) {
  $place = $Places[$Program]
  foreach ($key in @($place.Settings, $place.Installation)) {
    if (Test-Path -LiteralPath $key) { Remove-Item -LiteralPath $key -Recurse -Force }
  }
  Write-Members $place.Settings $Settings $place.Multi
  Write-Members $place.Installation $Installation $place.Multi
}
Set-Policy $Program (ConvertFrom-Json $Settings) (ConvertFrom-Json $Installation)
Write-Output 'written'
