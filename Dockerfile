FROM python:3.12-slim
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 DATA_DIR=/data
WORKDIR /app
COPY requirements.txt .
RUN pip install --no-cache-dir -r requirements.txt
COPY . .
RUN useradd --system --uid 1000 vandpunkt && mkdir -p /data && chown vandpunkt /data
# The names below only tell the settings that this is production; nothing is connected to, nothing is kept.
RUN ALLOWED_HOSTS=bygge.invalid SECRET_KEY=$(python -c "print('x' * 60)") DATABASE_URL=postgres://bygge \
    REDIS_URL=redis://bygge EMAIL_URL=smtp://bygge DEFAULT_FROM_EMAIL=bygge@bygge.invalid DATA_DIR=/tmp/bygge python manage.py collectstatic --noinput
USER vandpunkt
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s \
    CMD python -c "import os, urllib.request as u; u.urlopen(u.Request(f'http://127.0.0.1:{os.environ.get(\"PORT\", 8000)}/halsa/', headers={'Host': os.environ['ALLOWED_HOSTS'].split(',')[0]}), timeout=4)"
CMD ["sh", "-c", "exec gunicorn socialtjanst.wsgi --bind 0.0.0.0:${PORT:-8000} --workers 3 --threads 4"]
