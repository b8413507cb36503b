import django.db.models.deletion
from django.db import migrations, models

from hilo.ledger.append_only import AppendOnly


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Chain',
            fields=[
                ('chain', models.UUIDField(primary_key=True, serialize=False)),
                ('length', models.IntegerField()),
                ('head', models.BinaryField(help_text='hash of the last entry')),
                ('mac', models.BinaryField(help_text='HMAC-SHA-256 over chain, length and head')),
            ],
        ),
        migrations.CreateModel(
            name='Checkpoint',
            fields=[
                ('number', models.IntegerField(help_text='from 1 without gaps', primary_key=True, serialize=False)),
                ('at', models.DateTimeField()),
                ('prev_hash', models.BinaryField(help_text='hash of the checkpoint before; zeros for the first')),
                ('root', models.BinaryField(help_text='Merkle tree root over the leaves in the order of their chains')),
                ('leaves', models.IntegerField(help_text='how many leaves')),
                ('key_id', models.BinaryField(help_text='first 8 bytes of the SHA-256 of the Ed25519 public key')),
                ('signature', models.BinaryField(help_text='Ed25519, 64 bytes')),
                ('hash', models.BinaryField(help_text='SHA-256 over what is signed and the signature')),
            ],
        ),
        migrations.CreateModel(
            name='CheckpointLeaf',
            fields=[
                ('pk', models.CompositePrimaryKey('chain', 'length', blank=True, editable=False, primary_key=True, serialize=False)),
                ('chain', models.UUIDField()),
                ('length', models.IntegerField()),
                ('head', models.BinaryField()),
                ('checkpoint', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='touched', to='ledger.checkpoint')),
            ],
        ),
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('subject', models.UUIDField(help_text='the row this entry vouches for', primary_key=True, serialize=False)),
                ('chain', models.UUIDField(help_text='the chain, one per case')),
                ('seq', models.IntegerField(help_text='place in the chain, from 1 without gaps')),
                ('kind', models.CharField(help_text='event kind code', max_length=64)),
                ('content', models.BinaryField(help_text='SHA-256 of the canonical form of the row vouched for')),
                ('at', models.DateTimeField()),
                ('prev', models.BinaryField(help_text='hash of the entry before; zeros for the first')),
                ('hash', models.BinaryField(help_text='SHA-256 over all the columns above')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('chain', 'seq'), name='ledger_entry_place'), models.CheckConstraint(condition=models.Q(('seq__gte', 1)), name='ledger_entry_seq')],
            },
        ),
        AppendOnly('ledger_entry'),
        AppendOnly('ledger_checkpoint'),
        AppendOnly('ledger_checkpointleaf'),
    ]
