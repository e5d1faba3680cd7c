import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('atgarder', '0001_initial'),
        ('kommuner', '0004_vardet_ar_andligt'),
    ]

    operations = [
        # The index is built by `indexera`: its tables are made anew.
        migrations.DeleteModel(name='Sokterm'),
        migrations.DeleteModel(name='Sokdokument'),
        migrations.CreateModel(
            name='Sokindex',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('antal', models.PositiveIntegerField(default=0)),
            ],
            options={
                'verbose_name': 'sökindex',
                'verbose_name_plural': 'sökindex',
            },
        ),
        migrations.CreateModel(
            name='Sokord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('stam', models.CharField(max_length=40, unique=True)),
                ('bakifran', models.CharField(db_index=True, max_length=40)),
                ('form', models.CharField(max_length=60)),
            ],
            options={
                'verbose_name': 'sökord',
                'verbose_name_plural': 'sökord',
            },
        ),
        migrations.CreateModel(
            name='Sokdokument',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slag', models.CharField(choices=[('kommun', 'Kommun'), ('nyckeltal', 'Nyckeltal'), ('atgard', 'Åtgärd'), ('exempel', 'Gott exempel'), ('uppgift', 'Uppgift')], max_length=12)),
                ('nyckel', models.CharField(max_length=40)),
                ('exempel', models.BooleanField(default=False, verbose_name='exempeldata')),
                ('titel', models.CharField(max_length=200)),
                ('adress', models.CharField(max_length=200)),
                ('text', models.TextField(blank=True)),
                ('ord', models.JSONField(default=list)),
                ('atgard', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='atgarder.atgard')),
                ('gott_exempel', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='atgarder.gottexempel')),
                ('kommun', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='kommuner.kommun')),
                ('uppgift', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='atgarder.uppgift')),
            ],
            options={
                'verbose_name': 'sökdokument',
                'verbose_name_plural': 'sökdokument',
                'constraints': [models.UniqueConstraint(fields=('slag', 'nyckel'), name='sokdokument_ett_per_objekt'), models.CheckConstraint(condition=models.Q(models.Q(('atgard__isnull', False), ('gott_exempel__isnull', True), ('slag', 'atgard'), ('uppgift__isnull', True)), models.Q(('atgard__isnull', True), ('gott_exempel__isnull', False), ('slag', 'exempel'), ('uppgift__isnull', True)), models.Q(('atgard__isnull', True), ('gott_exempel__isnull', True), ('slag', 'uppgift'), ('uppgift__isnull', False)), models.Q(('atgard__isnull', True), ('gott_exempel__isnull', True), ('slag__in', ['kommun', 'nyckeltal']), ('uppgift__isnull', True)), _connector='OR'), name='sokdokument_pekar_pa_sitt_objekt')],
            },
        ),
        migrations.CreateModel(
            name='Sokterm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slag', models.CharField(choices=[('kommun', 'Kommun'), ('nyckeltal', 'Nyckeltal'), ('atgard', 'Åtgärd'), ('exempel', 'Gott exempel'), ('uppgift', 'Uppgift')], max_length=12)),
                ('bit', models.PositiveIntegerField()),
                ('poster', models.TextField()),
                ('ord', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='termer', to='atgarder.sokord')),
            ],
            options={
                'verbose_name': 'sökterm',
                'verbose_name_plural': 'söktermer',
                'constraints': [models.UniqueConstraint(fields=('ord', 'slag', 'bit'), name='sokterm_en_per_bit')],
            },
        ),
    ]
