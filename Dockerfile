# The simulator's image (last stage), and one that also holds what the tests need (`test`).
FROM node:24-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts
COPY . .
RUN npm run build

FROM prom/prometheus:v3.5.3 AS prometheus

FROM build AS test
COPY --from=prometheus /bin/prometheus /bin/promtool /usr/local/bin/
CMD ["npm", "test"]

FROM build AS production
RUN npm prune --omit=dev --ignore-scripts

FROM node:24-slim AS simulator
ENV NODE_ENV=production
WORKDIR /app
COPY --from=production /app/package.json ./
COPY --from=production /app/node_modules ./node_modules
COPY --from=production /app/dist ./dist
COPY --from=production /app/scenarios ./scenarios
# The uid of the official Prometheus image: files of mode 0600 in the shared volume are for both.
RUN mkdir /kvsim && chown 65534:65534 /kvsim
USER 65534:65534
VOLUME /kvsim
ENTRYPOINT ["node", "/app/dist/cli.js"]
CMD ["up", "--dir", "/kvsim", "--bind-address", "0.0.0.0", "--port", "6443"]
