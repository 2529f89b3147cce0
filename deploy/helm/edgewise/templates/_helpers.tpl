{{- define "edgewise.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride -}}
{{- else if contains (.Values.nameOverride | default .Chart.Name) .Release.Name -}}
{{- .Release.Name | trunc 40 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name (.Values.nameOverride | default .Chart.Name) | trunc 40 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{- define "edgewise.orchestrator" -}}
{{- include "edgewise.fullname" . -}}-orchestrator
{{- end -}}

{{/* Labels that a selector can rest on. Takes root and component, of a zone also zone. */}}
{{- define "edgewise.selector" -}}
app.kubernetes.io/name: {{ .root.Values.nameOverride | default .root.Chart.Name }}
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .component }}
{{- with .zone }}
edgewise.dev/zone: {{ . }}
{{- end }}
{{- end -}}

{{- define "edgewise.labels" -}}
{{ include "edgewise.selector" . }}
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version }}
{{- end -}}

{{/* Takes root, and image: what a zone says of its own. */}}
{{- define "edgewise.image" -}}
{{- $image := merge (deepCopy (.image | default dict)) (.image | default dict | empty | ternary .root.Values.image (omit .root.Values.image "tag" "digest")) -}}
{{- if $image.digest -}}
{{- printf "%s@%s" $image.repository $image.digest -}}
{{- else -}}
{{- printf "%s:%s" $image.repository ($image.tag | default .root.Chart.AppVersion) -}}
{{- end -}}
{{- end -}}

{{/* Restricted Pod Security, for a pod and for each container. */}}
{{- define "edgewise.podSecurity" -}}
runAsNonRoot: true
runAsUser: 65532
runAsGroup: 65532
fsGroup: 65532
fsGroupChangePolicy: OnRootMismatch
seccompProfile: {type: RuntimeDefault}
{{- end -}}

{{- define "edgewise.containerSecurity" -}}
allowPrivilegeEscalation: false
privileged: false
readOnlyRootFilesystem: true
runAsNonRoot: true
capabilities: {drop: [ALL]}
seccompProfile: {type: RuntimeDefault}
{{- end -}}

{{/* The kubelet has no certificate, and health is what is answered without one. */}}
{{- define "edgewise.probe" -}}
httpGet:
  path: {{ .path }}
  port: http
  scheme: HTTPS
{{- end -}}

{{/* What spreads the pods of one set. Takes the same as edgewise.selector. */}}
{{- define "edgewise.spread" -}}
- maxSkew: 1
  topologyKey: topology.kubernetes.io/zone
  whenUnsatisfiable: ScheduleAnyway
  labelSelector:
    matchLabels: {{- include "edgewise.selector" . | nindent 6 }}
- maxSkew: 1
  topologyKey: kubernetes.io/hostname
  whenUnsatisfiable: ScheduleAnyway
  labelSelector:
    matchLabels: {{- include "edgewise.selector" . | nindent 6 }}
{{- end -}}

{{/* Whether KEDA has the number of this zone's pods. Takes root and zone. */}}
{{- define "edgewise.scaledByKeda" -}}
{{- if and .root.Values.keda.enabled (hasKey .zone "scale") -}}yes{{- end -}}
{{- end -}}

{{- define "edgewise.check" -}}
{{- $seen := dict -}}
{{- range .Values.zones -}}
{{- if hasKey $seen .name -}}{{- fail (printf "zones: %s is there twice. Give each zone its own name." .name) -}}{{- end -}}
{{- $_ := set $seen .name true -}}
{{- $pods := printf "%s-%s" (include "edgewise.fullname" $) .name -}}
{{- if gt (len $pods) 52 -}}
{{- fail (printf "zones: %s would make pods called %s-0 and so on, whose names and labels are too long for Kubernetes. Set fullnameOverride, or give the zone a shorter name." .name $pods) -}}
{{- end -}}
{{- if eq .name "orchestrator" -}}{{- fail "zones: no zone can be called orchestrator, as its pods would be mistaken for the orchestrator's." -}}{{- end -}}
{{- if and $.Values.keda.enabled (hasKey . "scale") (hasKey . "replicas") -}}
{{- fail (printf "zones: %s has both replicas and scale, and keda is enabled: two would set one number. Leave replicas out." .name) -}}
{{- end -}}
{{- if hasKey . "scale" -}}{{- if gt (int .scale.min) (int .scale.max) -}}
{{- fail (printf "zones: %s: scale.min is above scale.max." .name) -}}
{{- end -}}{{- end -}}
{{- end -}}
{{- end -}}
